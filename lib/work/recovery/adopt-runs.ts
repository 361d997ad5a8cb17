import { sql } from 'drizzle-orm';
import { runs } from '@/db/schema';
import type { RunStatus } from '@/db/enums';
import type { Context } from '@/lib/people/context';
import type { WaitingRun } from '@/lib/engine/types';
import { adoptRun } from './adopt-run';
import { mirrorRun } from '@/lib/desk/runs/mirror-run';
import type { Walk } from './walk';

const waitingPerSweep = 500;

type Known = Map<string, RunStatus>;

/** The status of these runs' rows, by id. */
async function rowsOf({ db }: Context, found: readonly WaitingRun[]): Promise<Known> {
  const ids = JSON.stringify(found.map(({ id }) => id));
  const rows = await db
    .select({ id: runs.id, status: runs.status })
    .from(runs)
    .where(sql`${runs.id} in (select value from json_each(${ids}))`);
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** Whether the run had ended here, so another program must have continued it. Cancelled runs stay cancelled. */
const hasEnded = (status: RunStatus | undefined) =>
  status === 'success' || status === 'failed' || status === 'tripwire';

/**
 * Goes through the waiting runs of the snapshot store, one page per sweep: adopts those without a row, and mirrors those
 * that had ended here. A page is read from a partial index that contains little more than waiting runs.
 */
export async function adoptRuns(ctx: Context, walk: Walk): Promise<void> {
  const { runs: waiting, next } = await ctx.engine.listWaiting(walk.after, waitingPerSweep);
  const rows = await rowsOf(ctx, waiting);
  const open = waiting.filter(({ id }) => !rows.has(id) || hasEnded(rows.get(id)));
  const heads = await ctx.engine.peek(open);
  for (const run of open) {
    const { status, root } = heads.get(run.id) ?? {};
    // A workflow nested in another run is not a run, even if the code no longer has the outer workflow.
    if (status !== 'suspended' || (root ?? run.id) !== run.id) continue;
    // The next sweep reads this page again and continues with the runs that still have no row.
    if (walk.over()) return;
    await walk.attempt(run.id, async () =>
      walk.count(
        rows.has(run.id) ? await mirrorRun(ctx, run.id) : (await adoptRun(ctx, run)) ? 'adopted' : 'same',
      ),
    );
  }
  walk.after = next;
}
