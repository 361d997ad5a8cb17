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
/** A nested workflow suspends a moment after the step around it, so their times may differ by this much. */
const toleranceMs = 1_000;

const asRow = {
  id: runs.id,
  workflowId: runs.workflowId,
  status: runs.status,
  snapshotError: runs.snapshotError,
};
type Row = { id: string; workflowId: string; status: RunStatus; snapshotError: string | null };

/** The next unfinished runs without a driver or pending debt; paying a debt reads the snapshot anyway. */
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

/**
 * Runs that failed recently: another program may restart one and finish it without any suspension that we would
 * notice.
 */
const failedLately = ({ db, clock }: Context): Promise<Row[]> =>
  db
    .select(asRow)
    .from(runs)
    .where(and(eq(runs.status, 'failed'), gt(runs.updatedAt, new Date(clock.now().getTime() - latelyMs))))
    .orderBy(desc(runs.updatedAt))
    .limit(runsPerSweep);

type Waits = { steps: Set<string>; open: Set<string>; began: number[]; outdated: boolean };

/**
 * By run: the outermost steps of our tasks, those that are still open, when they suspended, and whether one is
 * outdated.
 */
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
 * The snapshot store's data on a page of runs: in one query or, if that fails, run by run, so that one bad snapshot does
 * not hide the others. A run that could not be read is missing from `asked`.
 */
async function headsOf(
  ctx: Context,
  rows: Row[],
  walk: Walk,
): Promise<{ heads: Map<string, RunHead>; asked: Row[] }> {
  try {
    return { heads: await ctx.engine.peek(rows), asked: rows };
  } catch (error) {
    // Throws if the store itself is down; only otherwise are the runs to blame.
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

/** Whether the run's rows differ from its snapshot, as far as the page's query shows. */
function differs(run: Row, head: RunHead | undefined, waits: Waits | undefined): boolean {
  if (!head) return run.status !== 'lost';
  if (head.status === null) return run.snapshotError === null;
  if (run.status === 'lost' || run.snapshotError !== null) return true;
  // Another program is driving it; we wait until it suspends or ends.
  if (isDriven({ status: head.status }) || head.status === 'pending') return false;
  if (head.status !== run.status) return true;
  return (
    waits?.outdated === true ||
    head.waiting.some((step) => !waits?.steps.has(step)) ||
    [...(waits?.open ?? [])].some((step) => !head.waiting.includes(step)) ||
    head.since.some((since) => !waits?.began.some((began) => Math.abs(since - began) <= toleranceMs))
  );
}

/** Mirrors runs that failed recently and were continued since. */
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
 * Compares unfinished runs with their snapshots, one page per sweep, and mirrors those that are lost, found, behind or
 * unreadable. The cost does not depend on the size of the snapshots or the number of finished runs.
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
