import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { RunStatus } from '@/db/enums';
import { outbox, runs, tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { isHeldNow } from '@/lib/desk/runs/lease';
import { isDriven } from '@/lib/work/outbox/recover-run';
import type { RunHead } from '@/lib/engine/types';
import { isReadByOlderRules } from '@/lib/desk/runs/read-again';
import { mirrorRun } from '@/lib/desk/runs/mirror-run';
import type { Walk } from './walk';

const runsPerSweep = 200;
const latelyMs = 86_400_000;
/** A nested workflow begins to wait a moment after its step. */
const toleranceMs = 1_000;

const asRow = {
  id: runs.id,
  workflowId: runs.workflowId,
  status: runs.status,
  snapshotError: runs.snapshotError,
};
type Row = { id: string; workflowId: string; status: RunStatus; snapshotError: string | null };

/** The next unfinished runs that nobody drives and nothing is due for; what is owed has its own way to find out. */
const page = ({ db }: Context, after: string): Promise<Row[]> =>
  db
    .select(asRow)
    .from(runs)
    .where(
      sql`${runs.id} > ${after} and status in ('running', 'waiting', 'suspended', 'lost')
        and not exists (select 1 from ${outbox} o where o.run_id = ${runs.id} and o.state = 'pending')
        and not ${isHeldNow(runs.id)}`,
    )
    .orderBy(runs.id)
    .limit(runsPerSweep);

/** Runs that failed lately: another program may let them go on, to an end that no wait tells of. */
const failedLately = ({ db, clock }: Context): Promise<Row[]> =>
  db
    .select(asRow)
    .from(runs)
    .where(and(eq(runs.status, 'failed'), gt(runs.updatedAt, new Date(clock.now().getTime() - latelyMs))))
    .orderBy(desc(runs.updatedAt))
    .limit(runsPerSweep);

type Waits = { steps: Set<string>; open: Set<string>; began: number[]; outdated: boolean };

/** By run: the outermost steps with a question of ours that the engine may still wait in, when all that we know of began, and whether one has to be read again. */
async function waitsOf({ db }: Context, ids: string[]): Promise<Map<string, Waits>> {
  const rows = await db
    .select({
      runId: tasks.runId,
      path: tasks.stepPath,
      suspendedAt: tasks.suspendedAt,
      state: tasks.state,
      outdated: sql<number>`${isReadByOlderRules}`,
      open: sql<number>`${tasks.state} = 'open' or exists (select 1 from decisions d where d.task_id = ${tasks.id} and d.applied_at is null and d.answered_outside_at is null)`,
    })
    .from(tasks)
    .where(sql`${tasks.runId} in (select value from json_each(${JSON.stringify(ids)}))`);
  const found = new Map<string, Waits>();
  for (const { runId, path, suspendedAt, state, open, outdated } of rows) {
    const waits = found.get(runId) ?? {
      steps: new Set<string>(),
      open: new Set<string>(),
      began: [],
      outdated: false,
    };
    waits.outdated ||= Boolean(outdated);
    if (open) waits.steps.add(path[0] ?? '');
    if (state === 'open') waits.open.add(path[0] ?? '');
    waits.began.push(suspendedAt);
    found.set(runId, waits);
  }
  return found;
}

/**
 * What the snapshot store says of each run of a page: together, and one by one when something in it cannot be asked, so
 * that no run hides the others. A run that could not be asked is missing from `asked`.
 */
async function headsOf(
  ctx: Context,
  rows: Row[],
  walk: Walk,
): Promise<{ heads: Map<string, RunHead>; asked: Row[] }> {
  try {
    return { heads: await ctx.engine.peek(rows), asked: rows };
  } catch (error) {
    // Only when the store is there are its runs at fault.
    await ctx.engine.ready();
    log.warn('a page of runs could not be compared at once', { error });
    const heads = new Map<string, RunHead>();
    const asked: Row[] = [];
    for (const row of rows)
      if (
        await walk.attempt(row.id, async () => {
          for (const [id, head] of await ctx.engine.peek([row])) heads.set(id, head);
        })
      )
        asked.push(row);
    return { heads, asked };
  }
}

/** Whether a run has to be looked at, by what one query tells of its snapshot. */
function differs(run: Row, head: RunHead | undefined, waits: Waits | undefined): boolean {
  if (!head) return run.status !== 'lost';
  if (head.status === null) return run.snapshotError === null;
  if (run.status === 'lost' || run.snapshotError !== null) return true;
  // Driven by another program: its business until it waits or ends.
  if (isDriven({ status: head.status }) || head.status === 'pending') return false;
  if (head.status !== run.status) return true;
  return (
    waits?.outdated === true ||
    head.waiting.some((step) => !waits?.steps.has(step)) ||
    [...(waits?.open ?? [])].some((step) => !head.waiting.includes(step)) ||
    head.since.some((since) => !waits?.began.some((began) => Math.abs(since - began) <= toleranceMs))
  );
}

/** Mirrors runs that failed lately and have gone on since; at the beginning of each walk. */
async function followFailed(ctx: Context, walk: Walk): Promise<void> {
  const failed = await failedLately(ctx);
  const { heads } = await headsOf(ctx, failed, walk);
  const goneOn = failed.filter(({ id }) => {
    const status = heads.get(id)?.status ?? 'failed';
    return status !== 'failed' && !isDriven({ status }) && status !== 'pending';
  });
  for (const { id } of goneOn) {
    if (walk.over()) return;
    await walk.attempt(id, async () => walk.count(await mirrorRun(ctx, id)));
  }
}

/**
 * Holds unfinished runs against their snapshots, a page in each sweep, and mirrors those that differ: lost, found again,
 * behind, or unreadable. Costs two queries for each database, however large the snapshots and many the finished runs.
 */
export async function compareRuns(ctx: Context, walk: Walk): Promise<void> {
  if (walk.after === null) await followFailed(ctx, walk);
  const rows = await page(ctx, walk.after ?? '');
  const [{ heads, asked }, waits] = await Promise.all([
    headsOf(ctx, rows, walk),
    waitsOf(
      ctx,
      rows.map(({ id }) => id),
    ),
  ]);
  for (const run of asked) {
    const differing = differs(run, heads.get(run.id), waits.get(run.id));
    if (differing && walk.over()) return;
    walk.after = run.id;
    await walk.attempt(run.id, async () => {
      if (differing) walk.count(await mirrorRun(ctx, run.id));
    });
  }
  walk.after = rows.length < runsPerSweep ? null : (rows.at(-1)?.id ?? null);
}
