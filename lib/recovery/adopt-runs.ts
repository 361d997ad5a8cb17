import { sql } from 'drizzle-orm';
import { runs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { adoptRun } from './adopt-run';
import type { Walk } from './walk';

const waitingPerSweep = 500;

/**
 * Looks through the runs that wait in the snapshot store, a page in each sweep, and adopts those that have no row here.
 * A page is read from an index that holds waiting runs only.
 */
export async function adoptRuns(ctx: Context, walk: Walk): Promise<void> {
  const { runs: waiting, next } = await ctx.engine.listWaiting(walk.after, waitingPerSweep);
  const ids = JSON.stringify(waiting.map(({ id }) => id));
  const known = new Set(
    (
      await ctx.db
        .select({ id: runs.id })
        .from(runs)
        .where(sql`${runs.id} in (select value from json_each(${ids}))`)
    ).map(({ id }) => id),
  );
  const unknown = waiting.filter(({ id }) => !known.has(id));
  const heads = await ctx.engine.peek(unknown);
  for (const run of unknown) {
    const { status, root } = heads.get(run.id) ?? {};
    // What is nested in a run of ours is no run, also when a release has dropped the workflow that says so.
    if (status !== 'suspended' || (root ?? run.id) !== run.id) continue;
    // The page comes again in the next sweep, and goes on with those that have no row by then.
    if (walk.over()) return;
    await walk.attempt(run.id, async () => walk.count((await adoptRun(ctx, run)) ? 'adopted' : 'same'));
  }
  walk.after = next;
}
