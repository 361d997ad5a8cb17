import { RelativeTime } from '@/components/ui/relative-time';
import { stepParts, type SnapshotStep } from '@/lib/engine/snapshot';
import { graphTexts, snapshotTexts, stateWords } from '@/lib/base/texts/snapshot';
import { CopyButton } from './copy-button';
import { formatDuration } from './duration';
import { StateMark } from './state-mark';
import { anchorOf, pathText } from './step-path';
import { ValueView } from './value-view';

/** When a step began and ended, how long it waited for its answer and how long it worked. */
function Times({
  step: { startedAt, suspendedAt, resumedAt, endedAt, state, rounds },
}: {
  step: SnapshotStep;
}) {
  const waited =
    suspendedAt !== null && resumedAt !== null && resumedAt >= suspendedAt ? resumedAt - suspendedAt : null;
  const began = resumedAt ?? startedAt;
  return (
    <p className="flex flex-wrap gap-x-2 text-sm text-ink-muted">
      {rounds !== null && <span>{snapshotTexts.rounds(rounds)}</span>}
      {startedAt !== null && (
        <span>
          {snapshotTexts.began} <RelativeTime date={startedAt} exact />
        </span>
      )}
      {waited !== null && <span>{snapshotTexts.waited(formatDuration(waited))}</span>}
      {state === 'waiting' && suspendedAt !== null && (
        <span>
          {snapshotTexts.waitsSince} <RelativeTime date={suspendedAt} exact />
        </span>
      )}
      {began !== null && endedAt !== null && endedAt >= began && (
        <span>{snapshotTexts.took(formatDuration(endedAt - began))}</span>
      )}
    </p>
  );
}

function Parts({ step: { parts } }: { step: SnapshotStep }) {
  const known = stepParts.flatMap((name) =>
    parts[name] === undefined ? [] : [{ name, value: parts[name] }],
  );
  if (known.length === 0) return null;
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[8.5rem_1fr]">
      {known.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-sm text-ink-muted">{snapshotTexts.parts[name]}</dt>
          <dd className="min-w-0 max-sm:mb-1.5">
            <ValueView value={value} open={name === 'error'} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function titleOf({ kind, title, forEachIndex }: SnapshotStep, isItem: boolean): string {
  if (isItem) return snapshotTexts.item(forEachIndex ?? 0);
  if (kind === 'step') return title;
  return kind === 'mapping' ? graphTexts.mapping : graphTexts.sleep(null);
}

function Step({ step, level, isItem }: { step: SnapshotStep; level: 3 | 4 | 5 | 6; isItem: boolean }) {
  const Heading = `h${level}` as const;
  const path = pathText(step);
  return (
    <li
      id={anchorOf(step)}
      className="flex min-w-0 scroll-mt-4 flex-col gap-1.5 border-t py-3 first:border-t-0 target:bg-hover"
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StateMark state={step.state} />
        <Heading className="min-w-0 font-medium wrap-anywhere">{titleOf(step, isItem)}</Heading>
        <span className="text-sm text-ink-subtle">{stateWords[step.state]}</span>
        <span className="ml-auto flex min-w-0 flex-wrap items-center gap-1">
          <code className="font-mono text-xs wrap-anywhere text-ink-subtle">{path}</code>
          <CopyButton text={path} label={snapshotTexts.copyOf(path)}>
            {snapshotTexts.copy}
          </CopyButton>
        </span>
      </div>
      <Times step={step} />
      <Parts step={step} />
      {step.children.length > 0 && (
        <div className="mt-1 border-l-2 pl-3 sm:ml-2.5 sm:pl-4">
          <StepList
            steps={step.children}
            level={level === 6 ? 6 : ((level + 1) as 4 | 5 | 6)}
            parent={step}
          />
          {step.moreChildren > 0 && (
            <p className="border-t pt-3 text-sm text-ink-muted">
              {snapshotTexts.moreItems(step.moreChildren)}
            </p>
          )}
        </div>
      )}
    </li>
  );
}

/** The results of all steps; those of nested workflows and list items are inside their step. */
export function StepList({
  steps,
  level = 3,
  parent,
}: {
  steps: readonly SnapshotStep[];
  level?: 3 | 4 | 5 | 6;
  parent?: SnapshotStep;
}) {
  return (
    <ol className="flex min-w-0 flex-col">
      {steps.map((step) => (
        <Step
          key={pathText(step)}
          step={step}
          level={level}
          isItem={parent !== undefined && parent.path.length === step.path.length}
        />
      ))}
    </ol>
  );
}
