import { useSettled } from '@/components/desk/settle';
import { Button, type ButtonVariants } from '@/components/ui/button';
import type { StoredOutcome } from '@/db/schema/json';
import { saidBy } from '@/lib/engine/outcomes';
import { doing, taskTexts } from '@/lib/base/texts/desk';

const variants: Record<StoredOutcome['tone'], ButtonVariants['variant']> = {
  success: 'success',
  danger: 'danger',
  neutral: 'secondary',
};

const toneSaying = { agrees: 'success', refuses: 'danger', both: null } as const;

const shortcuts = {
  success: { key: 'a', action: 'approve' },
  danger: { key: 'r', action: 'reject' },
} as const;

/**
 * The key of an outcome: `a` for the first that agrees, `r` for the first that refuses. None if the colour
 * contradicts the label.
 */
function shortcutOf(outcomes: readonly StoredOutcome[], outcome: StoredOutcome) {
  const { id, tone } = outcome;
  if (tone === 'neutral' || outcomes.find((other) => other.tone === tone)?.id !== id) return undefined;
  const said = saidBy(outcome);
  return said === null || toneSaying[said] === tone ? shortcuts[tone] : undefined;
}

export type OutcomeButtonsProps = {
  outcomes: readonly StoredOutcome[];
  /** The outcome that is being sent. */
  sending: string | null;
  /** Nothing can be decided any more. */
  locked: boolean;
};

/** One submit button per outcome. While one is sent, it says so and the others are disabled. */
export function OutcomeButtons({ outcomes, sending, locked }: OutcomeButtonsProps) {
  const settled = useSettled();
  const alone = outcomes.length === 1;
  return (
    <div
      role="group"
      aria-label={taskTexts.decide}
      className="flex flex-wrap gap-2 max-md:sticky max-md:bottom-16 max-md:z-20 max-md:order-last max-md:max-h-[40dvh] max-md:overflow-y-auto max-md:border-t max-md:bg-surface max-md:px-4 max-md:py-2.5"
    >
      {outcomes.map((outcome) => {
        const shortcut = shortcutOf(outcomes, outcome);
        return (
          <Button
            key={outcome.id}
            type="submit"
            name="outcome"
            value={outcome.id}
            size="lg"
            variant={alone && outcome.tone === 'neutral' ? 'primary' : variants[outcome.tone]}
            busy={sending === outcome.id}
            busyLabel={doing(outcome.label)}
            disabled={locked || (sending !== null && sending !== outcome.id)}
            data-shortcut={shortcut?.action}
            aria-keyshortcuts={settled ? shortcut?.key : undefined}
            className="max-w-full wrap-break-word max-md:flex-auto max-md:px-3"
          >
            {outcome.label}
            {shortcut && (
              <kbd
                aria-hidden
                className="invisible rounded-sm border border-current px-1 font-sans text-xs leading-4 font-medium in-[[aria-keyshortcuts]]:visible group-data-[shortcuts=off]/desk:hidden max-md:hidden pointer-coarse:hidden"
              >
                {shortcut.key}
              </kbd>
            )}
          </Button>
        );
      })}
    </div>
  );
}
