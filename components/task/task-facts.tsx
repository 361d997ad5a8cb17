import { Badge } from '@/components/ui/badge';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { askedAgain } from '@/lib/base/texts/asked-again';
import { inboxTexts, taskTexts } from '@/lib/base/texts/desk';

/** Who asks, since when, until when, and for what; one quiet line. */
export function TaskFacts({
  task,
  late,
  workflowTitle,
}: {
  task: TaskDetail;
  late: boolean;
  workflowTitle: string;
}) {
  const { priority, state, dueAt, askedBefore } = task;
  const line = (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-muted">
      <span>
        {taskTexts.askedBy} <span className="font-medium text-ink">{task.requester.name}</span>{' '}
        <RelativeTime date={task.createdAt} />
      </span>
      {dueAt && state === 'open' && (
        <span className={late ? 'font-medium text-danger-ink' : undefined}>
          {late ? inboxTexts.late : inboxTexts.due} <RelativeTime date={dueAt} />
        </span>
      )}
      <span>{workflowTitle}</span>
      {state === 'open' && taskTexts.priority[priority] && (
        <Badge tone={priority === 'urgent' ? 'danger' : priority === 'high' ? 'warning' : 'neutral'}>
          {taskTexts.priority[priority]}
        </Badge>
      )}
    </p>
  );
  if (!askedBefore || state !== 'open') return line;
  return (
    <>
      <ProblemNotice tone="info" title={askedAgain(askedBefore)} safe={taskTexts.askedAgain} />
      {line}
    </>
  );
}
