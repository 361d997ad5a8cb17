import { and, eq, sql } from 'drizzle-orm';
import { outbox, runs } from '@/db/schema';
import { isLost } from '@/lib/desk/tasks/is-lost';
import { showTasks } from '@/lib/desk/tasks/transitions';
import { audited } from '@/lib/journal/audit';
import { onlyIf, update, type Change } from '@/lib/journal/change';

const isKnown = (runId: string) =>
  sql`exists (select 1 from ${runs} r where r.id = ${runId} and r.status not in ('canceled', 'lost'))`;

/** Changes for a run whose snapshot is gone; recorded decisions are kept. Must run under its lease. */
export const loseRun = (runId: string, at: Date): Change[] =>
  onlyIf(isKnown(runId), [
    audited({ verb: 'run.lost', runId, after: { status: 'lost' } }),
    // Hides the tasks without closing them, as they are open again when the snapshot is back.
    showTasks(runId, false),
    update(runs, { status: 'lost', updatedAt: at }, eq(runs.id, runId)),
  ]);

/**
 * Changes for a lost run whose snapshot is back: its tasks are shown again and its held debts are due. Precedes its
 * projection.
 */
export const findRun = (runId: string, at: Date): Change[] =>
  onlyIf(isLost(runId), [
    audited({ verb: 'run.found', runId, before: { status: 'lost' } }),
    showTasks(runId, true),
    update(outbox, { state: 'pending', dueAt: at }, and(eq(outbox.runId, runId), eq(outbox.state, 'held'))),
  ]);
