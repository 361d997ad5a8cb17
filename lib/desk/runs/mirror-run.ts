import type { RunRow } from '@/db/schema';
import { and, eq, ne, sql } from 'drizzle-orm';
import { outbox, runs } from '@/db/schema';
import { audited, type AuditVerb } from '@/lib/journal/audit';
import { onlyIf, update, type Change } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { withLease } from '@/lib/desk/runs/lease';
import type { RunFacts } from '@/lib/engine/types';
import { loadRun } from '@/lib/desk/runs/load-run';
import { findRun, loseRun } from '@/lib/desk/runs/lose-run';
import { isBehind, projectRun } from '@/lib/desk/runs/project-run';
import { readOrDamage } from '@/lib/desk/runs/read-or-damage';
import { matchSignalsOfRun } from '@/lib/desk/signals/match-signals';
import type { NoteCode } from '@/lib/base/reasons';

/** What mirroring found and wrote; `same`: nothing to write. */
export type Mirrored = 'same' | 'lost' | 'found' | 'projected' | 'unreadable' | 'readable';

type Finding = { is: Mirrored; changes: Change[] };
type Known = { run: RunRow; facts: RunFacts };

const same: Finding = { is: 'same', changes: [] };

/**
 * Changes that mark the run as unreadable, or (null) as readable again, with an audit event; no effect if it is
 * already.
 */
const mark = (runId: string, verb: AuditVerb, error: string | null): Change[] =>
  onlyIf(
    sql`exists (select 1 from ${runs} r where r.id = ${runId} and r.snapshot_error is ${error === null ? sql`not null` : sql`null`})`,
    [
      audited({ verb, runId, before: { readable: error !== null }, after: { readable: error === null } }),
      update(runs, { snapshotError: error }, eq(runs.id, runId)),
    ],
  );

const unreadable = (run: RunRow, error: string): Finding =>
  run.snapshotError === null ? { is: 'unreadable', changes: mark(run.id, 'run.unreadable', error) } : same;

/** A run that has not been started yet has no snapshot, but is not lost. */
const startIsOwed = async ({ db }: Context, runId: string) =>
  (await db.$count(
    outbox,
    and(eq(outbox.runId, runId), eq(outbox.kind, 'start'), ne(outbox.state, 'done')),
  )) > 0;

async function compare(ctx: Context, known: Known): Promise<Finding> {
  const { run } = known;
  const now = ctx.clock.now();
  const gone: Finding = run.status === 'lost' ? same : { is: 'lost', changes: loseRun(run.id, now) };
  const head = (await ctx.engine.peek([run])).get(run.id);
  if (!head) return (await startIsOwed(ctx, run.id)) ? same : gone;
  if (head.status === null) return unreadable(run, 'snapshot_not_json' satisfies NoteCode);
  // A snapshot cannot be read without its workflow; preflight reports such runs.
  if (!ctx.engine.workflow(run.workflowId)) return same;
  const seen = await readOrDamage(ctx, run);
  if (!seen) return gone;
  if ('damage' in seen) return unreadable(run, seen.damage);
  const legible = run.snapshotError === null ? [] : mark(run.id, 'run.readable', null);
  const found = run.status === 'lost' ? findRun(run.id, now) : [];
  const driven = seen.status === 'running' || seen.status === 'waiting' || seen.status === 'pending';
  const behind = driven ? run.status === 'lost' : await isBehind(ctx, known, seen);
  if (!behind && legible.length === 0) return same;
  // While another program drives the run we leave it alone, and project it once it waits or ends.
  const projected = behind ? await projectRun(ctx, known, seen) : [];
  const is = found.length > 0 ? 'found' : behind ? 'projected' : 'readable';
  const told =
    is === 'projected'
      ? [
          audited({
            verb: 'run.projected',
            runId: run.id,
            before: { status: run.status },
            after: { status: seen.status },
          }),
        ]
      : [];
  return { is, changes: [...legible, ...found, ...told, ...projected] };
}

/**
 * Compares our rows of a run with its snapshot, under its lease, and corrects and audits them: the run is lost, found,
 * behind, unreadable or readable again.
 * @returns `busy` if a process is driving the run @throws if the snapshot store cannot be reached
 */
export async function mirrorRun(ctx: Context, runId: string): Promise<Mirrored | 'busy'> {
  const is = await withLease(ctx.db, runId, async (lease) => {
    const known = await loadRun(ctx.db, runId);
    const finding = known ? await compare(ctx, known) : same;
    if (finding.changes.length > 0) await write(ctx, finding.changes, lease);
    return finding.is;
  });
  if (is === 'same' || is === 'busy') return is;
  log[is === 'lost' || is === 'unreadable' ? 'error' : 'info']('a run and its snapshot differed', {
    runId,
    is,
  });
  if (is === 'found' || is === 'projected') await matchSignalsOfRun(ctx, runId);
  return is;
}
