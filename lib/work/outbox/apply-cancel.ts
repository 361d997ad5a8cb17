import { eq } from 'drizzle-orm';
import { isFinal } from '@/db/enums';
import { runs } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { update, type Change } from '@/lib/journal/change';
import type { Context } from '@/lib/people/context';
import { changesTo, projectRun } from '@/lib/desk/runs/project-run';
import { readOrDamage } from '@/lib/desk/runs/read-or-damage';
import type { HeldRun } from '@/lib/desk/runs/lease';

/** Cancels a run in the engine, unless it has already ended. Must run under the run's lease. */
export async function applyCancel(ctx: Context, held: HeldRun): Promise<Change[]> {
  const { engine, clock } = ctx;
  const { run, facts, lease } = held;
  const read = async () => {
    const seen = engine.workflow(run.workflowId) ? await readOrDamage(ctx, run) : null;
    return seen && 'damage' in seen ? null : seen;
  };
  const before = await read();
  if (before && ['running', 'waiting', 'suspended', 'pending'].includes(before.status))
    await engine.cancel(facts, lease);
  const seen = await read();
  // The engine reports no error when its store refused the cancel.
  if (seen && !isFinal(seen.status)) throw new Error('the engine did not end the run');
  if (seen) return projectRun(ctx, held, seen);
  // The run never started, its workflow is gone or its snapshot is damaged, so only our row needs to end.
  const now = clock.now();
  return [
    audited(
      {
        verb: 'run.finished',
        runId: run.id,
        before: { status: run.status },
        after: { status: 'canceled' },
      },
      changesTo(run.id, 'canceled'),
    ),
    update(runs, { status: 'canceled', updatedAt: now, finishedAt: now }, eq(runs.id, run.id)),
  ];
}
