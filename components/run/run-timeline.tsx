import { isFinal } from '@/db/enums';
import { Split } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { RunDetail } from '@/lib/desk/runs/types';
import { runTexts } from '@/lib/base/texts/runs';
import { timelineOf, type Stage, type TimelinePart } from './timeline';
import { StepMark, TimelineStep } from './timeline-step';

type StageProps = { stage: Stage; ended: boolean; last: boolean; level: 3 | 4 };

/** One stop on the line; steps that ran at the same time share one mark, side by side. */
function StageItem({ stage, ended, last, level }: StageProps) {
  const [first] = stage;
  if (!first) return null;
  const together = stage.length > 1;
  return (
    <li className="relative flex gap-3 pb-5 last:pb-0">
      {!last && <span aria-hidden className="absolute top-7 bottom-1 left-3 border-l" />}
      {together ? <TogetherMark /> : <StepMark step={first} />}
      <div className="min-w-0 flex-1">
        {together && (
          <p className="mb-2 flex min-h-6 items-center text-sm text-ink-subtle">{runTexts.together}</p>
        )}
        <div className={cn(together && 'grid gap-3 sm:grid-cols-2')}>
          {stage.map((step) => (
            <div key={step.key} className={cn(together && 'flex min-w-0 gap-2 rounded-md border p-3')}>
              {together && <StepMark step={step} />}
              <TimelineStep step={step} ended={ended} level={level} />
            </div>
          ))}
        </div>
      </div>
    </li>
  );
}

function TogetherMark() {
  return (
    <span aria-hidden className="grid size-6 shrink-0 place-items-center rounded-full border text-ink-subtle">
      <Split className="size-3.5 rotate-180" />
    </span>
  );
}

function Part({ part, ended }: { part: TimelinePart; ended: boolean }) {
  const inRound = part.round !== null;
  const stages = part.stages.map((stage, index) => (
    <StageItem
      key={stage[0]?.key}
      stage={stage}
      ended={ended}
      last={index === part.stages.length - 1}
      level={inRound ? 4 : 3}
    />
  ));
  if (part.round === null) return <ol className="flex flex-col pb-5 last:pb-0">{stages}</ol>;
  return (
    <section
      aria-labelledby={`round-${part.round}`}
      className="-mx-2 mb-4 rounded-md border p-3 last:mb-0 sm:-ml-3"
    >
      <h3 id={`round-${part.round}`} className="mb-3 text-sm font-medium text-ink-subtle">
        {runTexts.round(part.round)}
      </h3>
      <ol className="flex flex-col">{stages}</ol>
    </section>
  );
}

/** A run's steps from the first to the last, with who decided what. */
export function RunTimeline({ run }: { run: RunDetail }) {
  const parts = timelineOf(run);
  const ended = isFinal(run.status);
  return (
    <div className="flex flex-col">
      {parts.map((part, index) => (
        <Part key={`${part.round ?? ''}/${part.stages[0]?.[0]?.key ?? index}`} part={part} ended={ended} />
      ))}
    </div>
  );
}
