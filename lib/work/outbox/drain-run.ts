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

/** After this many failures a debt is `stuck`, and waits for an operator. */
export const maxAttempts = 8;
const firstRetryMs = 2_000;
/** The retry delay while a store cannot be reached, which is not the run's fault and never makes its debt stuck. */
const awayRetryMs = 5_000;

type OutboxRow = typeof outbox.$inferSelect;

/**
 * Doubles from 2 s to about 4 min, less up to a quarter at random, so that debts that failed together retry apart.
 */
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

/** A lost run's debts are held until its snapshot is back; those of a run that has ended are done. */
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
  // A held decision may be next now.
  update(outbox, { state: 'pending' }, and(eq(outbox.runId, debt.runId), eq(outbox.state, 'held'))),
];

/** Pays one debt, and marks it done in the batch that writes its changes. */
const payOne = (ctx: Context, debt: OutboxRow, lease: Lease, until: number): Promise<void> =>
  traced(
    `outbox.${debt.kind}`,
    { outboxId: debt.id, ...(debt.taskId === null ? {} : { taskId: debt.taskId }) },
    async () => {
      const stop = atMoment(until, () => void giveUp(ctx, debt, lease));
      await payUnderLease(ctx, debt, lease).finally(stop);
    },
  );

/**
 * Called before the host ends this process: counts the attempt as failed and gives up the lease, so others need not
 * wait.
 */
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
 * Pays a run's due debts in order, under its lease, as the system.
 * @returns `busy` if another process holds the lease (it looks again after releasing it, so no debt is missed), or if
 * this process is stopping or out of time. @throws LeaseLostError if another process took the lease; nothing more is written
 */
export function drainRun(
  context: Context,
  runId: string,
  options: DrainOptions = {},
): Promise<'drained' | 'busy'> {
  return traced('drain', { runId }, () => drain(context, runId, options));
}

export type DrainOptions = {
  /** When to give up, as the host will end this process (a time of `performance.now()`). */
  until?: number | undefined;
};

async function drain(
  context: Context,
  runId: string,
  { until = Infinity }: DrainOptions,
): Promise<'drained' | 'busy'> {
  const ctx: Context = asSystem(context);
  // Looking again after each release catches debts recorded between the last look and the release.
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
    // A new wait may match a signal that arrived before it; that debt is then paid in the next round.
    await matchSignalsOfRun(ctx, runId);
  }
  return 'drained';
}
