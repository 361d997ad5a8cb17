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

/** Our rows of these runs, by id. */
async function rowsOf({ db }: Context, found: readonly WaitingRun[]): Promise<Known> {
  const ids = JSON.stringify(found.map(({ id }) => id));
  const rows = await db
    .select({ id: runs.id, status: runs.status })
    .from(runs)
    .where(sql`${runs.id} in (select value from json_each(${ids}))`);
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** One that we saw end, and that another program let go on. What was cancelled here stays so. */
const hasEnded = (status: RunStatus | undefined) =>
  status === 'success' || status === 'failed' || status === 'tripwire';

/**
 * Looks through the runs that wait in the snapshot store, a page in each sweep: those that have no row here are adopted,
 * and those that have ended here are mirrored. A page is read from an index that holds little more than waiting runs.
 */
export async function adoptRuns(ctx: Context, walk: Walk): Promise<void> {
  const { runs: waiting, next } = await ctx.engine.listWaiting(walk.after, waitingPerSweep);
  const rows = await rowsOf(ctx, waiting);
  const open = waiting.filter(({ id }) => !rows.has(id) || hasEnded(rows.get(id)));
  const heads = await ctx.engine.peek(open);
  for (const run of open) {
    const { status, root } = heads.get(run.id) ?? {};
    // What is nested in a run of ours is no run, also when a release has dropped the workflow that says so.
    if (status !== 'suspended' || (root ?? run.id) !== run.id) continue;
    // The page comes again in the next sweep, and goes on with those that have no row by then.
    if (walk.over()) return;
    await walk.attempt(run.id, async () =>
      walk.count(
        rows.has(run.id) ? await mirrorRun(ctx, run.id) : (await adoptRun(ctx, run)) ? 'adopted' : 'same',
      ),
    );
  }
  walk.after = next;
}
