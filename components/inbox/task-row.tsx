import Link from 'next/link';
import { Badge, type Tone } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Priority } from '@/db/enums';
import { humanize } from '@/lib/base/schema/label';
import type { TaskSummary } from '@/lib/desk/tasks/types';
import { askedAgain } from '@/lib/base/texts/asked-again';
import { done, inboxTexts } from '@/lib/base/texts/desk';
import { inboxHref, type InboxQuery } from './inbox-query';
import { RowPending } from './row-pending';

const priorityTones: Partial<Record<Priority, Tone>> = { urgent: 'danger', high: 'warning' };

function PriorityMark({ priority }: { priority: Priority }) {
  const text = inboxTexts.priorities[priority];
  return text ? <Badge tone={priorityTones[priority]}>{text}</Badge> : null;
}

/** When it is due; once overdue it is red and says so in words. */
function Due({ dueAt, late }: { dueAt: string; late: boolean }) {
  return (
    <span className={late ? 'font-medium text-danger-ink' : undefined}>
      {late ? inboxTexts.late : inboxTexts.due} <RelativeTime date={dueAt} />
    </span>
  );
}

function Closed({ task }: { task: TaskSummary }) {
  const text =
    task.outcome && task.decidedBy
      ? inboxTexts.by(done(humanize(task.outcome)), task.decidedBy)
      : inboxTexts.closed[task.state];
  const at = task.decidedAt ?? task.closedAt;
  return (
    <span>
      {text}
      {at && (
        <>
          {' · '}
          <RelativeTime date={at} />
        </>
      )}
    </span>
  );
}

export type TaskRowProps = {
  task: TaskSummary;
  query: InboxQuery;
  selected: boolean;
  late: boolean;
  workflowTitle: string;
};

/**
 * One task of the list. On wide screens it opens beside the list, on phones on its own page; one link for
 * each covers the row, and CSS removes the other.
 */
export function TaskRow({ task, query, selected, late, workflowTitle }: TaskRowProps) {
  const link = 'font-medium text-ink no-underline after:absolute after:inset-0';
  return (
    <li
      className={cn(
        'relative border-b px-4 py-3 transition-colors hover:bg-hover has-[a:focus-visible]:bg-hover',
        selected && 'md:bg-accent-soft md:shadow-[inset_3px_0_0_var(--accent)] md:hover:bg-accent-soft',
      )}
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Link
            href={inboxHref({ ...query, task: task.taskId })}
            replace
            scroll={false}
            prefetch={false}
            data-task-link={task.taskId}
            aria-current={selected ? 'true' : undefined}
            className={cn(link, 'max-md:hidden')}
          >
            {task.title}
            {/* The task of this row is shown already: choosing it again must not take it away meanwhile. */}
            {!selected && <RowPending />}
          </Link>
          <Link
            href={`/tasks/${encodeURIComponent(task.taskId)}`}
            prefetch={false}
            className={cn(link, 'md:hidden')}
          >
            {task.title}
          </Link>
        </div>
        {task.state === 'open' && <PriorityMark priority={task.priority} />}
      </div>
      <p className="mt-0.5 text-sm text-ink-muted">
        {task.requester.name}
        {task.state === 'open' && (
          <>
            {' · '}
            {inboxTexts.asked} <RelativeTime date={task.createdAt} />
          </>
        )}
      </p>
      {task.askedBefore && task.state === 'open' && (
        <p className="text-sm font-medium text-warning-ink">{askedAgain(task.askedBefore)}</p>
      )}
      <p className="flex flex-wrap justify-between gap-x-3 text-sm text-ink-muted">
        {task.state === 'open' ? (
          task.dueAt ? (
            <Due dueAt={task.dueAt} late={late} />
          ) : (
            <span>{inboxTexts.noDue}</span>
          )
        ) : (
          <Closed task={task} />
        )}
        <span className="text-ink-subtle">{workflowTitle}</span>
      </p>
    </li>
  );
}
