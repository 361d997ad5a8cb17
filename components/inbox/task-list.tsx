import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import type { TaskSummary } from '@/lib/desk/tasks/types';
import type { Page } from '@/lib/base/page-query';
import { inboxTexts } from '@/lib/base/texts/desk';
import { inboxHref, isFiltered, mostRows, pageSize, type InboxQuery } from './inbox-query';
import { TaskRow } from './task-row';

function EmptyList({ query }: { query: InboxQuery }) {
  const filtered = isFiltered(query);
  const { title, body } = inboxTexts.empty[filtered ? 'filtered' : query.view];
  return (
    <EmptyState
      title={title}
      icon={<Inbox />}
      action={filtered && <LinkButton href={inboxHref({ view: query.view })}>{inboxTexts.clear}</LinkButton>}
    >
      {body}
    </EmptyState>
  );
}

function More({ query }: { query: InboxQuery }) {
  if (query.limit >= mostRows)
    return <p className="p-4 text-center text-sm text-ink-muted">{inboxTexts.tooMany}</p>;
  return (
    <div className="p-4 text-center">
      <Link
        href={inboxHref({ ...query, limit: query.limit + pageSize })}
        replace
        scroll={false}
        className="rounded-md px-3 py-2 font-medium text-accent-ink underline-offset-2 hover:underline"
      >
        {inboxTexts.more}
      </Link>
    </div>
  );
}

export type TaskListProps = {
  tasks: Page<TaskSummary>;
  query: InboxQuery;
  selected: string | null;
  now: number;
  workflowTitles: Record<string, string>;
};

/** The questions, in order. The count is announced when it changes. `now` in milliseconds decides what is late. */
export function TaskList({
  tasks: { items, nextCursor },
  query,
  selected,
  now,
  workflowTitles,
}: TaskListProps) {
  return (
    <>
      <p role="status" className="sr-only">
        {inboxTexts.count(items.length, nextCursor !== null)}
      </p>
      {items.length === 0 ? (
        <EmptyList query={query} />
      ) : (
        <ul aria-label={inboxTexts.list}>
          {items.map((task) => (
            <TaskRow
              key={task.taskId}
              task={task}
              query={query}
              selected={task.taskId === selected}
              late={task.dueAt !== null && Date.parse(task.dueAt) < now}
              workflowTitle={workflowTitles[task.workflowId] ?? task.workflowId}
            />
          ))}
        </ul>
      )}
      {nextCursor !== null && <More query={query} />}
    </>
  );
}
