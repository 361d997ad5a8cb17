import { eq } from 'drizzle-orm';
import { runs } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { update, type Change } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { projectRun } from '@/lib/desk/runs/project-run';
import type { HeldRun } from '@/lib/desk/runs/lease';
import { recoverRun } from './recover-run';

/** Starts a recorded run, or recovers it if an earlier attempt already started it. Must run under the run's lease. */
export async function applyStart(ctx: Context, held: HeldRun): Promise<Change[]> {
  const { engine, clock } = ctx;
  const { run, facts, lease } = held;
  if (run.status === 'canceled') return [];
  const before = await engine.read(run);
  if (!before || before.status === 'pending') {
    const running = update(runs, { status: 'running', updatedAt: clock.now() }, eq(runs.id, run.id));
    await write(ctx, [running], lease);
    await engine.start(facts, lease);
  } else {
    // We hold the lease, so the process that started it has died.
    await recoverRun(ctx, held, before);
  }
  const seen = await engine.read(run);
  if (!seen) throw new Error('the run left no snapshot');
  return [
    audited({
      verb: 'run.started',
      runId: run.id,
      key: `run.started:${run.id}`,
      before: { status: run.status },
      after: { status: 'running' },
    }),
    ...(await projectRun(ctx, held, seen)),
  ];
}
