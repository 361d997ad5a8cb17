import { eq } from 'drizzle-orm';
import { runs } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import { audit } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import type { RunRow } from '@/lib/runs/load-run';

/** The snapshot is gone: what was answered is kept, the run is marked, and an operator decides what to do. */
export function runLost(ctx: Context, run: Pick<RunRow, 'id' | 'revision' | 'attempt'>): Statement[] {
  const { db, clock } = ctx;
  return [
    db.update(runs).set({ status: 'lost', updatedAt: clock.now() }).where(eq(runs.id, run.id)),
    audit(ctx, { verb: 'run.lost', runId: run.id, key: `run.lost:${run.id}:${run.revision}.${run.attempt}` }),
  ];
}
