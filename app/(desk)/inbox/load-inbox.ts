import type { InboxQuery } from '@/components/inbox/inbox-query';
import { toTaskParams } from '@/components/inbox/inbox-query';
import type { Context } from '@/lib/context';
import { listTasks, parseTaskQuery } from '@/lib/tasks/list-tasks';
import type { Page, TaskSummary } from '@/lib/tasks/types';

const largestPage = 100;

/** The first `query.limit` rows of a view, page by page: the list verb gives at most a hundred at a time. */
export async function loadInbox(ctx: Context, query: InboxQuery): Promise<Page<TaskSummary>> {
  const items: TaskSummary[] = [];
  let nextCursor: string | null = null;
  do {
    const limit = Math.min(query.limit - items.length, largestPage);
    const page: Page<TaskSummary> = await listTasks(ctx, parseTaskQuery({ ...toTaskParams(query), limit, cursor: nextCursor ?? '' }));
    items.push(...page.items);
    nextCursor = page.nextCursor;
  } while (nextCursor !== null && items.length < query.limit);
  return { items, nextCursor };
}
