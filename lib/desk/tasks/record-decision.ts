import type { TaskRow } from '@/db/schema';
import { eq, sql, type SQL } from 'drizzle-orm';
import type { CloseReason } from '@/db/enums';
import { decisions, tasks } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { insert } from '@/lib/journal/change';
import type { Deed } from '@/lib/journal/commit';
import { signatureOf, type Context } from '@/lib/people/context';
import { newId } from '@/lib/base/ids';
import { isLost } from './is-lost';
import { closeTasks } from './transitions';

/** A task's decision as it is stored. */
export type FinalDecision = {
  outcome: string;
  label: string;
  resumeData: Json;
  comment: string | null;
  payloadDigest: string;
};

/** How the task closes: decided by an actor, or by its policy on expiry. */
type Closing = {
  state: 'decided' | 'expired';
  verb: 'task.decided' | 'task.expired';
  reason: CloseReason | null;
};

const decided: Closing = { state: 'decided', verb: 'task.decided', reason: null };

/**
 * The deed that decides a task if `guard` holds: stores the decision, closes the task, writes the audit event and the debt
 * to resume the run. With `undoMs` the decision is applied that much later, and can be undone until then.
 */
export function recordDecision(
  { clock, actor, channel }: Pick<Context, 'clock' | 'actor' | 'channel'>,
  task: Pick<TaskRow, 'id' | 'runId'>,
  decision: FinalDecision,
  guard: SQL,
  { closing = decided, undoMs = 0 }: { closing?: Closing; undoMs?: number } = {},
): Deed {
  const now = clock.now();
  const appliedFrom = new Date(now.getTime() + undoMs);
  const facts = { taskId: task.id, runId: task.runId };
  const by = { ...signatureOf(actor), channel };
  const { outcome, label, resumeData, comment, payloadDigest } = decision;
  return {
    when: guard,
    event: {
      verb: closing.verb,
      ...facts,
      before: { state: 'open' },
      after: { state: closing.state },
      data: { outcome, label, comment, payloadDigest, ...(undoMs > 0 ? { undoable: true } : {}) },
    },
    changes: [
      insert(decisions, {
        id: newId('dec'),
        ...facts,
        ...by,
        outcome,
        resumeData,
        comment,
        payloadDigest,
        createdAt: now,
        undoUntil: undoMs > 0 ? appliedFrom : null,
      }),
      ...closeTasks(eq(tasks.id, task.id), { ...closing, at: now }),
    ],
    owes: { id: `resume:${task.id}`, kind: 'resume', ...facts, dueAt: appliedFrom },
  };
}

/** SQL that is true while the task is open. */
export const isOpen = (taskId: string): SQL =>
  sql`exists (select 1 from ${tasks} t where t.id = ${taskId} and t.state = 'open')`;

/** SQL that is true while people may decide the task: it is open and not expired, and its run is not lost. */
export const mayStillBeDecided = (taskId: string, now: Date): SQL =>
  sql`exists (select 1 from ${tasks} t where t.id = ${taskId} and t.state = 'open' and (t.expires_at is null or t.expires_at > ${now.getTime()})
    and not ${isLost(sql`t.run_id`)})`;
