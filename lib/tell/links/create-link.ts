import type { TaskRow } from '@/db/schema';
import { sql, type Column } from 'drizzle-orm';
import { linkSwitches } from '@/db/schema';
import type { Database } from '@/db/client';
import type { Clock } from '@/lib/base/clock';
import type { LinkSecret } from '@/lib/base/env';
import { linkExpiry } from '@/lib/engine/may-link';
import { signLinkToken } from './link-token';

export const everywhere = '*';

/** Whether links to a workflow's tasks are switched on; `workflowId` may be a column. */
export const linksAreOn = (workflowId: string | Column) =>
  sql<number>`not exists (select 1 from ${linkSwitches} s where s.scope in (${everywhere}, ${workflowId}))`;

type Linkable = Pick<
  TaskRow,
  'id' | 'workflowId' | 'kind' | 'payloadDigest' | 'policy' | 'priority' | 'dueAt' | 'outcomes'
>;

/**
 * One link per outcome of a task for one recipient: paths of this site, by outcome id. None when the policy
 * forbids links or requires sign-in, links are off, or the time is over. Nothing is recorded; the recipient's
 * right is checked on opening.
 */
export async function createLinks(
  { db, clock, secrets }: { db: Database; clock: Clock; secrets: readonly LinkSecret[] },
  task: Linkable,
  recipientId: string,
): Promise<Map<string, string>> {
  const now = clock.now();
  const expiresAt = linkExpiry(task, now);
  if (!expiresAt) return new Map();
  const on = await db.get<{ on: number }>(sql`select ${linksAreOn(task.workflowId)} as "on"`);
  if (!on?.on) return new Map();
  const paths = task.outcomes.map(
    async ({ id }) =>
      [
        id,
        `/links/${await signLinkToken({ taskId: task.id, recipientId, outcome: id, payloadDigest: task.payloadDigest }, { now, expiresAt }, secrets)}`,
      ] as const,
  );
  return new Map(await Promise.all(paths));
}
