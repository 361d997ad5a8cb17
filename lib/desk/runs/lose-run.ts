import { and, eq, sql } from 'drizzle-orm';
import { outbox, runs } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import { isLost } from '@/lib/desk/tasks/is-lost';
import { showTasks } from '@/lib/desk/tasks/transitions';
import { auditWhere } from '@/lib/journal/audit';
import type { Context } from '@/lib/people/context';

const isKnown = (runId: string) =>
  sql`exists (select 1 from ${runs} r where r.id = ${runId} and r.status not in ('canceled', 'lost'))`;

/** Statements for a run whose snapshot is gone: an operator has to look. Answers that were recorded are kept. Must run under its lease. */
export function loseRun(ctx: Context, runId: string): Statement[] {
  const { db, clock } = ctx;
  const known = isKnown(runId);
  return [
    auditWhere(ctx, { verb: 'run.lost', runId, after: { status: 'lost' } }, known),
    // They keep their state: they are asked again when the snapshot is back.
    showTasks(ctx, runId, false, known),
    db
      .update(runs)
      .set({ status: 'lost', updatedAt: clock.now() })
      .where(and(eq(runs.id, runId), known)),
  ];
}

/** Statements for a lost run whose snapshot is back: its tasks are asked again, and what is owed to it is due. Before its projection. */
export function findRun(ctx: Context, runId: string): Statement[] {
  const lost = isLost(runId);
  return [
    auditWhere(ctx, { verb: 'run.found', runId, before: { status: 'lost' } }, lost),
    showTasks(ctx, runId, true, lost),
    ctx.db
      .update(outbox)
      .set({ state: 'pending', dueAt: ctx.clock.now() })
      .where(and(eq(outbox.runId, runId), eq(outbox.state, 'held'), lost)),
  ];
}
