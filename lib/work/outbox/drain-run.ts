import { and, eq, sql } from 'drizzle-orm';
import { isAway } from '@/db/away';
import { decisions, outbox, runs } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { update, type Change } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import { asSystem, type Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { wordsOf } from '@/lib/base/plain-error';
import { traced } from '@/lib/base/telemetry/traced';
import { DrivenElsewhereError } from '@/lib/engine/driven-elsewhere';
import { loadRun } from '@/lib/desk/runs/load-run';
import { loseRun } from '@/lib/desk/runs/lose-run';
import { isStopping } from '@/lib/base/shutdown';
import { matchSignalsOfRun } from '@/lib/desk/signals/match-signals';
import { applyCancel } from './apply-cancel';
import { applyDecision } from './apply-decision';
import { applyRewind } from './apply-rewind';
import { applyStart } from './apply-start';
import { fenceOff, isHeld, LeaseLostError, withLease, type Lease } from '@/lib/desk/runs/lease';
import { inOrder, isBeingCanceled, isDue, longestRetryMs } from '@/lib/journal/debts';
import { atMoment, OutOfTimeError } from './out-of-time';
import { reportLostLease } from './report-lost-lease';

/** After this many failures a debt is left to an operator. */
export const maxAttempts = 8;
const firstRetryMs = 2_000;
/** A store that cannot be reached is no fault of the run: it is asked again until it is back. */
const awayRetryMs = 5_000;

type OutboxRow = typeof outbox.$inferSelect;

/** Doubles from two seconds up to about four minutes, less up to a quarter by `chance`: what failed together does not come back together. */
const retryDelayMs = (attempts: number, chance = Math.random()) =>
  Math.round(Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs) * (1 - chance / 4));

const unlessCanceled = sql`(${outbox.kind} = 'cancel' or not ${isBeingCanceled(sql`${outbox.runId}`)})`;

async function nextDebt({ db, clock }: Context, runId: string): Promise<OutboxRow | undefined> {
  const [row] = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.runId, runId), eq(outbox.state, 'pending'), isDue(clock.now()), unlessCanceled))
    .orderBy(inOrder)
    .limit(1);
  return row;
}

async function pay(ctx: Context, debt: OutboxRow, lease: Lease): Promise<Change[] | 'held' | 'lost'> {
  await fenceOff(ctx.db, ctx.engine, lease);
  const known = await loadRun(ctx.db, debt.runId);
  if (!known) throw new Error(`the run ${debt.runId} has no row`);
  const held = { ...known, lease };
  switch (debt.kind) {
    case 'start':
      return applyStart(ctx, held);
    case 'resume':
      return applyDecision(ctx, held, debt);
    case 'revise':
    case 'restart':
    case 'time-travel':
    case 'rebuild':
      return applyRewind(ctx, held, debt);
    case 'cancel':
      return applyCancel(ctx, held);
  }
}

async function fail(ctx: Context, debt: OutboxRow, lease: Lease, error: unknown): Promise<void> {
  const away = isAway(error) || error instanceof DrivenElsewhereError;
  const attempts = debt.attempts + (away ? 0 : 1);
  const stuck = !away && attempts >= maxAttempts;
  const message = wordsOf(error);
  log.error('work owed to a run failed', {
    outboxId: debt.id,
    runId: debt.runId,
    taskId: debt.taskId,
    attempts,
    stuck,
    error,
  });
  const now = ctx.clock.now().getTime();
  const tried = update(
    outbox,
    {
      attempts,
      lastError: message,
      state: stuck ? 'stuck' : 'pending',
      dueAt: new Date(now + (away ? awayRetryMs : retryDelayMs(attempts))),
    },
    and(eq(outbox.id, debt.id), eq(outbox.state, 'pending')),
  );
  const gaveUp = audited({
    verb: 'outbox.stuck',
    runId: debt.runId,
    key: `outbox.stuck:${debt.id}:${now}`,
    before: { state: 'pending' },
    after: { state: 'stuck' },
    data: { owed: debt.kind, error: message },
  });
  await write(ctx, stuck ? [tried, gaveUp] : [tried], lease);
}

/** What is owed to a lost run is due again when its snapshot is back; to one that has ended nothing is. */
const keepUntilFound = (debt: OutboxRow, at: Date): Change =>
  update(
    outbox,
    {
      state: sql`case (select status from ${runs} r where r.id = ${debt.runId}) when 'lost' then 'held' else 'done' end`,
      doneAt: at,
    },
    eq(outbox.id, debt.id),
  );

const heldBack = (debt: OutboxRow, at: Date): Change[] => [
  update(outbox, { state: 'held' }, eq(outbox.id, debt.id)),
  update(decisions, { heldAt: at }, eq(decisions.taskId, debt.taskId ?? '')),
];

const paid = (debt: OutboxRow, at: Date): Change[] => [
  update(outbox, { state: 'done', doneAt: at, lastError: null }, eq(outbox.id, debt.id)),
  // The turn of an answer that was held may have come now.
  update(outbox, { state: 'pending' }, and(eq(outbox.runId, debt.runId), eq(outbox.state, 'held'))),
];

/** Pays one debt and marks it paid in the same batch as what it changed. */
const payOne = (ctx: Context, debt: OutboxRow, lease: Lease, until: number): Promise<void> =>
  traced(
    `outbox.${debt.kind}`,
    { outboxId: debt.id, ...(debt.taskId === null ? {} : { taskId: debt.taskId }) },
    async () => {
      const stop = atMoment(until, () => void giveUp(ctx, debt, lease));
      await payUnderLease(ctx, debt, lease).finally(stop);
    },
  );

/** Before the host ends this process: the try counts, and whoever goes on need not wait for the lease to expire. */
async function giveUp(ctx: Context, debt: OutboxRow, lease: Lease): Promise<void> {
  const error = new OutOfTimeError();
  await fail(ctx, debt, lease, error).catch((cause: unknown) =>
    log.error('work that took too long could not be noted', { runId: debt.runId, error: cause }),
  );
  lease.lose(error);
}

async function payUnderLease(ctx: Context, debt: OutboxRow, lease: Lease): Promise<void> {
  const { db, clock } = ctx;
  try {
    const done = await pay(ctx, debt, lease);
    const now = clock.now();
    if (done === 'lost') await write(ctx, [...loseRun(debt.runId, now), keepUntilFound(debt, now)], lease);
    else if (done === 'held') await write(ctx, heldBack(debt, now), lease);
    else await write(ctx, [...done, ...paid(debt, now)], lease);
  } catch (error) {
    if (!(await isHeld(db, lease))) throw new LeaseLostError(lease, { cause: error });
    await fail(ctx, debt, lease, error);
  }
}

/**
 * Does all that is due for one run, under its lease, in order. The actor of what it writes is the system.
 * @returns `busy` when another holder has the run: it looks again after its release, so nothing is left behind. Also
 * when this process stops, or its time is over: what is left is for another.
 * @throws LeaseLostError when another holder took the run over meanwhile: what this one saw is dropped.
 */
export function drainRun(
  context: Context,
  runId: string,
  options: DrainOptions = {},
): Promise<'drained' | 'busy'> {
  return traced('drain', { runId }, () => drain(context, runId, options));
}

export type DrainOptions = {
  /** When to give up what is under way and leave the rest to others, on a host that ends it then (of `performance.now()`). */
  until?: number | undefined;
};

async function drain(
  context: Context,
  runId: string,
  { until = Infinity }: DrainOptions,
): Promise<'drained' | 'busy'> {
  const ctx: Context = asSystem(context);
  // The look after each release closes the gap between a holder's last look and its release.
  const isOver = () => isStopping() || performance.now() >= until;
  while (await nextDebt(ctx, runId)) {
    if (isOver()) return 'busy';
    const held = await withLease(ctx.db, runId, async (lease) => {
      for (let debt = await nextDebt(ctx, runId); debt && !isOver(); debt = await nextDebt(ctx, runId))
        await payOne(ctx, debt, lease, until);
    }).catch(async (error: unknown) => {
      if (error instanceof LeaseLostError) await reportLostLease(ctx, error.lease);
      throw error;
    });
    if (held === 'busy') return 'busy';
    // A new wait may be for a signal that came before it; its answer is then due in the next round.
    await matchSignalsOfRun(ctx, runId);
  }
  return 'drained';
}
