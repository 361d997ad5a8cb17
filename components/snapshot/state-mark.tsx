import { Check, CircleSlash, Clock, LoaderCircle, Minus, X } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { StepState } from '@/lib/engine/snapshot';

const marks: Record<StepState, { Icon: typeof Check | null; className: string }> = {
  done: { Icon: Check, className: 'border-transparent bg-success-soft text-success-ink' },
  running: { Icon: LoaderCircle, className: 'border-accent bg-accent-soft text-accent-ink' },
  waiting: { Icon: Clock, className: 'border-accent bg-accent-soft text-accent-ink' },
  failed: { Icon: X, className: 'border-transparent bg-danger-soft text-danger-ink' },
  skipped: { Icon: Minus, className: 'border-transparent bg-hover text-ink-subtle' },
  canceled: { Icon: CircleSlash, className: 'border-transparent bg-hover text-ink-subtle' },
  not_reached: { Icon: null, className: 'border-dashed border-line-strong bg-surface' },
};

/** The round mark of a step's state; the words beside it say the same. */
export function StateMark({ state }: { state: StepState }) {
  const { Icon, className } = marks[state];
  return (
    <span
      aria-hidden
      className={cn('grid size-5 shrink-0 place-items-center rounded-full border [&_svg]:size-3', className)}
    >
      {Icon && <Icon />}
    </span>
  );
}
