import { eq } from 'drizzle-orm';
import { runs } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import { audit } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import type { RunFacts } from '@/lib/runs/engine';
import type { RunRow } from '@/lib/runs/load-run';
import { projectRun } from '@/lib/runs/project-run';
import { recoverRun } from './recover-run';

/** Starts a recorded run, or goes on where an earlier try ended. Must run under the run's lease. */
export async function applyStart(ctx: Context, known: { run: RunRow; facts: RunFacts }): Promise<Statement[]> {
  const { engine, db, clock } = ctx;
  const { run, facts } = known;
  if (run.status === 'canceled') return [];
  const before = await engine.read(run);
  if (!before || before.status === 'pending') {
    await db.update(runs).set({ status: 'running', updatedAt: clock.now() }).where(eq(runs.id, run.id));
    await engine.start(facts);
  } else {
    // The lease is ours, so whoever ran it is gone.
    await recoverRun(ctx, facts, before);
  }
  const seen = await engine.read(run);
  if (!seen) throw new Error('the run left no snapshot');
  return [audit(ctx, { verb: 'run.started', runId: run.id, key: `run.started:${run.id}`, before: { status: run.status }, after: { status: 'running' } }), ...(await projectRun(ctx, known, seen))];
}
