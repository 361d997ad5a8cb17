import { eq } from 'drizzle-orm';
import { runs } from '@/db/schema';
import { runBatch, type Statement } from '@/db/guarded';
import { audit } from '@/lib/journal/audit';
import type { Context } from '@/lib/people/context';
import { projectRun } from '@/lib/desk/runs/project-run';
import { onlyWhileHeld, type HeldRun } from '@/lib/desk/runs/lease';
import { recoverRun } from './recover-run';

/** Starts a recorded run, or goes on where an earlier try ended. Must run under the run's lease. */
export async function applyStart(ctx: Context, held: HeldRun): Promise<Statement[]> {
  const { engine, db, clock } = ctx;
  const { run, facts, lease } = held;
  if (run.status === 'canceled') return [];
  const before = await engine.read(run);
  if (!before || before.status === 'pending') {
    await runBatch(db, [
      onlyWhileHeld(db, lease),
      db.update(runs).set({ status: 'running', updatedAt: clock.now() }).where(eq(runs.id, run.id)),
    ]);
    await engine.start(facts, lease);
  } else {
    // The lease is ours, so whoever ran it is gone.
    await recoverRun(ctx, held, before);
  }
  const seen = await engine.read(run);
  if (!seen) throw new Error('the run left no snapshot');
  return [
    audit(ctx, {
      verb: 'run.started',
      runId: run.id,
      key: `run.started:${run.id}`,
      before: { status: run.status },
      after: { status: 'running' },
    }),
    ...(await projectRun(ctx, held, seen)),
  ];
}
