import { ChevronRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { ProblemNotice } from '@/components/ui/problem-notice';
import type { ReopenPreview, RunTask } from '@/lib/desk/runs/types';
import { heldNames } from '@/lib/base/schema/prefill';
import type { JsonSchema } from '@/lib/base/schema/types';
import type { RefusedPost } from '@/db/schema/json';
import type { PastQuestion, TaskDetail } from '@/lib/desk/tasks/types';
import { taskTexts } from '@/lib/base/texts/desk';
import { Arrival } from './arrival';
import { BeforeQuestion, ChangedNotice, changeMarks } from './changed-question';
import { DecidedCard } from './decided-card';
import { DecisionForm } from './decision-form';
import { Evidence } from './evidence';
import { ForgetDrafts } from './forget-drafts';
import { Reopen } from './reopen';
import { TaskFacts } from './task-facts';
import { TaskHeader } from './task-header';
import { TaskHistory } from './task-history';
import { TaskTitle } from './task-title';
import { DecidedSoFar, WhoDecides } from './who-decides';

export type TaskPanelProps = {
  task: TaskDetail;
  readerId: string;
  askedOf: readonly string[];
  /** The question that the reader saw before, if it was a different one. */
  past: PastQuestion | null;
  /** The reader's refused post without scripts. */
  refused?: RefusedPost | null;
  /** Decided tasks of the same request. */
  earlier: readonly RunTask[];
  /** The effects of reopening the decision; null when the reader may not. */
  reopening: ReopenPreview | null;
  workflowTitle: string;
  /** Milliseconds; decides what is late. */
  now: number;
  level: 1 | 2;
  doneHref: Route;
  nextHref: Route | null;
};

function Rest({ task, askedOf, earlier }: Pick<TaskPanelProps, 'task' | 'askedOf' | 'earlier'>) {
  return (
    <>
      <div className="grid gap-6 border-t pt-6 lg:grid-cols-2">
        <WhoDecides askedOf={askedOf} />
        <DecidedSoFar earlier={earlier} />
      </div>
      <TaskHistory task={task} />
      <p>
        <Link
          href={`/runs/${encodeURIComponent(task.runId)}`}
          className="inline-flex items-center gap-1 font-medium text-accent-ink underline-offset-2 hover:underline"
        >
          {taskTexts.request}
          <ChevronRight aria-hidden className="size-4" />
        </Link>
      </p>
    </>
  );
}

/** One task: the question, the buttons, the evidence, who may decide and what was decided, its history. */
export function TaskPanel({
  task,
  readerId,
  past,
  refused = null,
  askedOf,
  earlier,
  reopening,
  workflowTitle,
  now,
  level,
  doneHref,
  nextHref,
}: TaskPanelProps) {
  const late = task.dueAt !== null && Date.parse(task.dueAt) < now;
  const title = (
    <TaskTitle id="task-title" level={level}>
      {task.title}
    </TaskTitle>
  );
  const facts = <TaskFacts task={task} late={late} workflowTitle={workflowTitle} />;
  const rest = <Rest task={task} askedOf={askedOf} earlier={earlier} />;
  const schema: JsonSchema | null = task.resumeSchema;
  return (
    <article data-task={task.taskId} aria-labelledby="task-title">
      <Arrival of={`${task.taskId} ${task.state} ${task.payloadDigest}`} />
      {task.canDecide ? (
        <DecisionForm
          key={`${task.taskId} ${task.payloadDigest}`}
          task={{
            taskId: task.taskId,
            readerId,
            title: task.title,
            payloadDigest: task.payloadDigest,
            resumeSchema: schema,
            outcomes: task.outcomes,
            reasonField: task.reasonField,
          }}
          suggested={task.suggested}
          held={heldNames(task.payload, schema)}
          heading={title}
          facts={facts}
          evidence={<Evidence task={task} />}
          changed={
            past && {
              notice: <ChangedNotice past={past} task={task} />,
              before: <BeforeQuestion past={past} task={task} readerId={readerId} />,
              marks: changeMarks(past, task),
            }
          }
          refused={refused}
          doneHref={doneHref}
          nextHref={nextHref}
        >
          {rest}
        </DecisionForm>
      ) : (
        <>
          {task.state !== 'open' && <ForgetDrafts readerId={readerId} taskId={task.taskId} />}
          <TaskHeader title={title} />
          <div className="flex max-w-4xl flex-col gap-5 px-4 py-4 md:px-6">
            {task.state === 'open' && task.refusal && (
              <ProblemNotice tone="info" title={taskTexts.refused.title} safe={task.refusal.reason} />
            )}
            <DecidedCard task={task} readerId={readerId} now={now} />
            {facts}
            <Evidence task={task} />
            {rest}
            {reopening && <Reopen preview={reopening} />}
          </div>
        </>
      )}
    </article>
  );
}
