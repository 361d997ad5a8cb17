import { Check, CircleSlash, Clock, LoaderCircle, Minus, X } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import type { TaskDecision } from '@/lib/desk/tasks/types';
import { stepWords } from '@/lib/base/texts/runs';
import { TaskEntry } from './task-entry';
import type { StepState, StepView } from './timeline';

type Tone = TaskDecision['tone'];

const marks: Record<StepState, { Icon: typeof Check | null; className: string }> = {
  done: { Icon: Check, className: 'border-transparent bg-success-soft text-success-ink' },
  waiting: { Icon: Clock, className: 'border-accent bg-accent-soft text-accent-ink' },
  working: {
    Icon: LoaderCircle,
    className: 'border-accent bg-accent-soft text-accent-ink [&_svg]:motion-safe:animate-spin',
  },
  failed: { Icon: X, className: 'border-transparent bg-danger-soft text-danger-ink' },
  to_come: { Icon: null, className: 'border-line-strong bg-surface' },
  not_needed: { Icon: Minus, className: 'border-transparent bg-hover text-ink-subtle' },
  not_reached: { Icon: Minus, className: 'border-transparent bg-hover text-ink-subtle' },
  unfinished: { Icon: Minus, className: 'border-transparent bg-hover text-ink-subtle' },
  canceled: { Icon: CircleSlash, className: 'border-transparent bg-hover text-ink-subtle' },
};

const quiet = new Set<StepState>(['to_come', 'not_needed', 'not_reached', 'canceled', 'unfinished']);

const answered: Record<Tone, (typeof marks)[StepState]> = {
  success: marks.done,
  danger: { Icon: X, className: 'border-transparent bg-danger-soft text-danger-ink' },
  neutral: { Icon: Check, className: 'border-transparent bg-hover text-ink-muted' },
};

/** A step that people answered is marked by its last answer: a refusal gets no green tick. */
function markOf({ state, tasks }: StepView) {
  const last = tasks.findLast((task) => task.decision)?.decision;
  return state === 'done' && last ? answered[last.tone] : marks[state];
}

/** The round mark at the left of a step; the words beside it say the same. */
export function StepMark({ step }: { step: StepView }) {
  const { Icon, className } = markOf(step);
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-6 shrink-0 place-items-center rounded-full border [&_svg]:size-3.5',
        className,
      )}
    >
      {Icon && <Icon />}
    </span>
  );
}

/** A step's name, its state in words, and its questions with their answers. `ended`: the run is over. */
export function TimelineStep({ step, ended, level }: { step: StepView; ended: boolean; level: 3 | 4 }) {
  const Heading = `h${level}` as const;
  const { state, title, tasks, endedAt } = step;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex min-h-6 flex-wrap items-baseline gap-x-2">
        <Heading className={cn('font-medium', quiet.has(state) && 'font-normal text-ink-muted')}>
          {title}
        </Heading>
        <span
          className={cn(
            'text-sm text-ink-subtle',
            state === 'waiting' && 'text-accent-ink',
            state === 'failed' && 'text-danger-ink',
          )}
        >
          {stepWords[state]}
          {state === 'done' && tasks.length === 0 && endedAt !== null && (
            <>
              {' · '}
              <RelativeTime date={endedAt} />
            </>
          )}
        </span>
      </div>
      {tasks.map((task) => (
        <TaskEntry key={task.taskId} task={task} ended={ended} />
      ))}
    </div>
  );
}
