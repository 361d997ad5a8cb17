import type { RunRow } from '@/db/schema';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { CloseReason, OutboxKind } from '@/db/enums';
import { outbox, runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { insertWhere, runBatch, type Statement } from '@/db/guarded';
import { auditWhere, type AuditEvent } from '@/lib/journal/audit';
import type { Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { cancelTasks } from '@/lib/desk/tasks/cancel-tasks';

type Return = {
  /** What is counted up: taken back, the steps do their work anew; gone on with, the same work is tried again, under the same keys. */
  counts: 'revision' | 'attempt';
  debt: { id: string; kind: OutboxKind; taskId?: string; data: Json };
  /** What must hold in the database, besides that the run was not taken back since it was read. */
  guard: SQL;
  event: AuditEvent;
  /** Open tasks whose questions will be asked again, or not at all. */
  closing: { taskIds: string[]; reason: CloseReason };
  /** More that changes only when the return was recorded; gets the condition for that. */
  also?: (mine: SQL) => Statement[];
};

/** Nothing is owed to the run. `stuck` debts wait for an operator and count when asked for. */
export const nothingOwed = (runId: string, states: readonly string[] = ['pending', 'held']): SQL =>
  sql`not exists (select 1 from ${outbox} o where o.run_id = ${runId} and o.state in (${sql.join(
    states.map((state) => sql`${state}`),
    sql`, `,
  )}))`;

/**
 * Records that a run goes back to an earlier point, in one batch: the debt, the audit event, the tasks that close, and
 * the run's `revision` or `attempt` counted up, so that of two at once only one wins. The return itself is owed to the outbox.
 * @throws conflict when the guard no longer holds
 */
export async function recordReturn(
  ctx: Context,
  run: RunRow,
  { counts, debt, guard, event, closing, also }: Return,
): Promise<void> {
  const { db, clock } = ctx;
  const now = clock.now();
  const mine = sql`exists (select 1 from ${outbox} o where o.id = ${debt.id})`;
  // Only a rebuild needs no snapshot to go on from.
  const standing = debt.kind === 'rebuild' ? sql`1` : sql`r.snapshot_pruned_at is null`;
  const unchanged = sql`exists (select 1 from ${runs} r where r.id = ${run.id} and ${standing} and r.revision = ${run.revision} and r.attempt = ${run.attempt} and r.status = ${run.status}) and ${guard}`;
  const [won] = await runBatch(db, [
    insertWhere(db, outbox, { ...debt, runId: run.id, dueAt: now, createdAt: now }, unchanged),
    auditWhere(
      ctx,
      {
        ...event,
        before: { status: run.status, [counts]: run[counts] },
        after: { status: 'running', [counts]: run[counts] + 1 },
      },
      mine,
    ),
    ...cancelTasks(ctx, run.id, closing.taskIds, closing.reason, mine),
    ...(also?.(mine) ?? []),
    db
      .update(runs)
      .set({
        status: 'running',
        finishedAt: null,
        result: null,
        error: null,
        cancelReason: null,
        snapshotError: null,
        snapshotPrunedAt: null,
        [counts]: run[counts] + 1,
        updatedAt: now,
      })
      .where(and(eq(runs.id, run.id), eq(runs[counts], run[counts]), mine)),
  ]);
  if (won !== 1) throw conflict('The request has moved on meanwhile; look at it again.');
}
