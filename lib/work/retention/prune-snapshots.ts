import type { RunRow } from '@/db/schema';
import {
  and,
  asc,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  sql,
  type SQL,
} from 'drizzle-orm';
import { finalRunStatuses } from '@/db/enums';
import { agentCalls, outbox, runs } from '@/db/schema';
import { onlyIf, remove, update } from '@/lib/journal/change';
import { commit, write } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import type { Env } from '@/lib/base/env';
import { log } from '@/lib/base/log';
import { fenceOff, withLease, type Lease } from '@/lib/desk/runs/lease';
import { appendRecord } from './append-record';
import { runRecord } from './run-record';

/** The most runs of one sweep; the next sweep takes the rest. */
const runsPerSweep = 20;

/** The run ended before `cutoff` and has no open debt, such as a reopening, a rebuild or a stuck one. */
const isDue = (cutoff: Date): SQL =>
  and(
    inArray(
      runs.status,
      finalRunStatuses.filter((status) => status !== 'lost'),
    ),
    lt(runs.finishedAt, cutoff),
    sql`not exists (select 1 from ${outbox} o where o.run_id = ${runs.id} and o.state <> 'done')`,
  )!;

/**
 * Marks the snapshot as pruned before deleting it, so that rewinds are refused from now on. @returns whether to
 * delete it
 */
async function announce(
  ctx: Context,
  run: RunRow,
  lease: Lease,
  cutoff: Date,
  exported: boolean,
): Promise<boolean> {
  const { won } = await commit(ctx, {
    under: lease,
    when: sql`exists (select 1 from ${runs} where ${and(eq(runs.id, run.id), isNull(runs.snapshotPrunedAt), isDue(cutoff))})`,
    event: { verb: 'run.snapshot_pruned', runId: run.id, data: { bytes: run.snapshotSize, exported } },
    changes: [update(runs, { snapshotPrunedAt: ctx.clock.now() }, eq(runs.id, run.id))],
  });
  return won;
}

/**
 * Exports, announces, deletes, records, in this order. Each step can be repeated, so a kill in between loses nothing.
 */
async function pruneRun(
  ctx: Context,
  runId: string,
  lease: Lease,
  cutoff: Date,
  exportDir: string | null,
): Promise<boolean> {
  const { db, engine, clock } = ctx;
  await fenceOff(db, engine, lease);
  // Read again under the lease: if the run was rebuilt in the meantime, its new snapshot must stay.
  const [run] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.id, runId), isNotNull(runs.snapshotSize), isDue(cutoff)));
  if (!run) return false;
  if (!run.snapshotPrunedAt) {
    // Read even without an export, as a snapshot that cannot be read must not be deleted.
    const snapshot = await engine.snapshot(run);
    if (exportDir !== null)
      await appendRecord(exportDir, await runRecord(db, run, () => Promise.resolve(snapshot)), clock.now());
    if (!(await announce(ctx, run, lease, cutoff, exportDir !== null))) return false;
  }
  const calls = await db.select({ id: agentCalls.id }).from(agentCalls).where(eq(agentCalls.runId, run.id));
  await engine.prune(
    run,
    { calls: calls.map(({ id }) => id), from: run.createdAt, to: run.finishedAt ?? clock.now() },
    lease,
  );
  const pruned = sql`exists (select 1 from ${runs} r where r.id = ${run.id} and r.snapshot_pruned_at is not null)`;
  const changes = [
    update(runs, { snapshotSize: null }, eq(runs.id, run.id)),
    remove(agentCalls, eq(agentCalls.runId, run.id)),
  ];
  await write(ctx, onlyIf(pruned, changes), lease);
  return true;
}

/** Marks a snapshot that cannot be read, so that it is skipped until it can be, and does not hold up the others. */
async function leaveAlone({ db, engine }: Context, run: RunRow, error: unknown): Promise<void> {
  log.error('a snapshot could not be pruned', { runId: run.id, error });
  const problem = await engine.snapshot(run).then(
    () => null,
    (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
  );
  if (problem === null) throw error;
  await db.update(runs).set({ snapshotError: problem }).where(eq(runs.id, run.id));
}

/**
 * Deletes the snapshots of runs that ended long ago, with those of nested workflows and agents, after exporting them if a
 * folder is given. Bounded; any number of processes may run it at once.
 * @throws, after pruning the others, if one could be read but not pruned, as when the export cannot be written
 */
export async function pruneSnapshots(
  ctx: Context,
  { snapshotsMs, exportDir }: Env['retain'],
): Promise<{ pruned: number; failed: number }> {
  const result = { pruned: 0, failed: 0 };
  if (snapshotsMs === null) return result;
  const cutoff = new Date(ctx.clock.now().getTime() - snapshotsMs);
  const due = await ctx.db
    .select(getTableColumns(runs))
    .from(runs)
    .where(
      and(
        isNotNull(runs.snapshotSize),
        isNotNull(runs.finishedAt),
        isNull(runs.snapshotError),
        ne(runs.status, 'lost'),
        isDue(cutoff),
      ),
    )
    .orderBy(asc(runs.finishedAt))
    .limit(runsPerSweep);
  if (due.length === 0) return result;
  // Throws if the store is down, as then no run is to blame.
  await ctx.engine.ready();
  const faults: unknown[] = [];
  for (const run of due) {
    try {
      const done = await withLease(ctx.db, run.id, (lease) =>
        pruneRun(ctx, run.id, lease, cutoff, exportDir),
      );
      if (done === true) result.pruned += 1;
    } catch (error) {
      result.failed += 1;
      await leaveAlone(ctx, run, error).catch((fault: unknown) => faults.push(fault));
    }
  }
  if (faults.length > 0) throw faults[0];
  return result;
}
