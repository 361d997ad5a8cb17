import type { ReactNode } from 'react';

/** How keyboard shortcuts find what nobody has opened yet. */
export const closedFold = 'details[data-fold]:not([open])';

type FoldProps = {
  /** Says how much is hidden. */
  more: string;
  /** Folds it again; without it the line that opens it stays as it is. */
  less?: string;
  /** Stands in the place of the content while that is folded. */
  short?: ReactNode;
  children: ReactNode;
};

/** A part of the evidence that is folded. Without scripts it stands open (globals.css), so that nothing is decided unseen. */
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
