import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { EditsView } from '@/components/diff/edits-view';
import { AvatarInitials } from '@/components/ui/avatar-initials';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import type { RunTask } from '@/lib/desk/runs/types';
import type { TaskDecision } from '@/lib/desk/tasks/types';
import { taskTexts } from '@/lib/base/texts/desk';
import { closeReasonTexts, runTexts } from '@/lib/base/texts/runs';
import { DueTime } from './due-time';
import { anyOf } from './names';

function Question({ task }: { task: RunTask }) {
  if (!task.visible) return <span>{task.title}</span>;
  return (
    <Link
      href={`/tasks/${task.taskId}` as Route}
      className="text-accent-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {task.title}
    </Link>
  );
}

function Decided({ decision, applying }: { decision: TaskDecision; applying: boolean }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={decision.tone}>{decision.outcomeLabel}</Badge>
        <span className="inline-flex items-center gap-1.5">
          <AvatarInitials name={decision.by.name} className="size-5 text-[0.625rem]" />
          {decision.by.name}
        </span>
        <RelativeTime date={decision.at} className="text-sm text-ink-subtle" />
      </p>
      {decision.comment && (
        <blockquote className="border-l-2 border-line-strong pl-3 whitespace-pre-line text-ink-muted">
          <span className="sr-only">{runTexts.comment}: </span>
          {decision.comment}
        </blockquote>
      )}
      {decision.edits && (
        <details>
          <summary className="w-fit text-sm font-medium text-accent-ink underline underline-offset-2">
            {runTexts.edits(decision.by.name)}
          </summary>
          <div className="mt-1.5 rounded-md border p-3">
            <EditsView edits={decision.edits} />
          </div>
        </details>
      )}
      {decision.answeredOutsideAt && <p className="text-sm text-ink-muted">{taskTexts.decided.outside}</p>}
      {applying && <p className="text-sm text-ink-muted">{runTexts.applying}</p>}
    </div>
  );
}

function Closed({ words, task }: { words: ReactNode; task: RunTask }) {
  return (
    <p className="flex flex-wrap gap-x-2 text-ink-muted">
      {words}
      {task.closedAt && <RelativeTime date={task.closedAt} className="text-ink-subtle" />}
    </p>
  );
}

/** Whom the task waits for and since when; a wait for a machine asks nobody. */
function Waiting({ task: { askedOf, createdAt, dueAt }, ended }: { task: RunTask; ended: boolean }) {
  const nobody = askedOf.length === 0;
  return (
    <p className="text-ink-muted">
      {nobody ? (
        !ended && `${runTexts.byItself} · ${runTexts.began} `
      ) : (
        <>
          {ended ? runTexts.askedOf : runTexts.waitingFor}{' '}
          <span className="font-medium text-ink">{anyOf(askedOf)}</span> · {!ended && `${runTexts.asked} `}
        </>
      )}
      <RelativeTime date={createdAt} />
      {dueAt && !ended && (
        <>
          {' · '}
          <DueTime dueAt={dueAt} />
        </>
      )}
    </p>
  );
}

function Answer({ task, ended }: { task: RunTask; ended: boolean }) {
  switch (task.state) {
    case 'open':
      return <Waiting task={task} ended={ended} />;
    case 'decided':
      return task.decision ? (
        <Decided
          decision={task.decision}
          applying={!ended && task.decision.appliedAt === null && task.decision.answeredOutsideAt === null}
        />
      ) : null;
    case 'expired':
      return <Closed words={runTexts.timeRanOut} task={task} />;
    case 'canceled':
      return (
        <Closed
          words={task.closeReason ? closeReasonTexts[task.closeReason] : runTexts.withdrawn}
          task={task}
        />
      );
    default:
      return task.state satisfies never;
  }
}

/** One task of a step: who is asked since when, or who decided what. `ended`: the run is over. */
export function TaskEntry({ task, ended }: { task: RunTask; ended: boolean }) {
  return (
    <div className="flex flex-col gap-1">
      <p>
        <Question task={task} />
      </p>
      <Answer task={task} ended={ended} />
      {task.notices.map(({ kind, at, people }) => (
        <p key={`${kind} ${at}`} className="flex flex-wrap gap-x-2 text-sm text-ink-muted">
          {runTexts[kind](anyOf(people))}
          <RelativeTime date={at} className="text-ink-subtle" />
        </p>
      ))}
    </div>
  );
}
