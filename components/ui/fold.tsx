import type { ReactNode } from 'react';

/** Selects folded parts; keyboard shortcuts open them before they decide. */
export const closedFold = 'details[data-fold]:not([open])';

type FoldProps = {
  /** The label while folded: says how much is hidden. */
  more: string;
  /** The label while open; `more` is kept when absent. */
  less?: string;
  /** Shown in place of the content while folded. */
  short?: ReactNode;
  children: ReactNode;
};

/**
 * A folded part of the evidence. Without scripts it is open (globals.css), so that nothing is decided unseen.
 */
export function Fold({ more, less, short, children }: FoldProps) {
  return (
    <div className="group/fold min-w-0">
      {short !== undefined && (
        <div className="group-has-[>details[open]]/fold:hidden noscript:hidden">{short}</div>
      )}
      <details data-fold className="group/details">
        <summary className="w-fit text-sm font-medium text-accent-ink underline underline-offset-2 noscript:hidden">
          {less === undefined ? (
            more
          ) : (
            <>
              <span className="group-open/details:hidden">{more}</span>
              <span className="hidden group-open/details:inline">{less}</span>
            </>
          )}
        </summary>
        <div className="mt-1">{children}</div>
      </details>
    </div>
  );
}
