import pTimeout from 'p-timeout';
import { sealAudit } from '@/lib/journal/seal-audit';
import { asSystem, type Context } from '@/lib/people/context';
import type { SweepPart } from '@/db/enums';
import { log } from '@/lib/base/log';
import { wordsOf } from '@/lib/base/plain-error';
import { traced } from '@/lib/base/telemetry/traced';
import { pruneExpired } from '@/lib/work/retention/prune-expired';
import { alertOperators } from '@/lib/tell/slack/alert-operators';
import { deliverWebhooks } from '@/lib/tell/webhooks/deliver-webhooks';
import { adoptRuns } from '@/lib/work/recovery/adopt-runs';
import { askChecks } from '@/lib/work/recovery/ask-checks';
import { compareRuns } from '@/lib/work/recovery/compare-runs';
import { judgeCandidates } from '@/lib/work/recovery/judge-candidates';
import { markHanging } from '@/lib/work/recovery/mark-hanging';
import { drainDueRuns } from '@/lib/work/recovery/drain-due-runs';
import { escalateDueTasks, expireDueTasks, remindDueTasks } from '@/lib/work/recovery/due-tasks';
import { Faults } from '@/lib/work/recovery/faults';
import { matchKeptSignals } from '@/lib/work/recovery/match-kept-signals';
import { defaultStaleAfterMs } from '@/lib/base/stale-after';
import { tellStaleTasks } from '@/lib/work/recovery/stale-tasks';
import { beginSweep, endSweep, fromTheStart, type Places } from '@/lib/work/recovery/sweep-journal';
import { didSomething, noResult, type SweepResult } from '@/lib/work/recovery/sweep-result';
import { walkFrom } from '@/lib/work/recovery/walk';

export type { SweepResult } from '@/lib/work/recovery/sweep-result';

export type SweepOptions = {
  /** After how many milliseconds a task without a due time counts as stale. */
  staleAfterMs?: number;
  /** How long the sweep may take, in milliseconds; runs still under way then continue in the background. */
  maxMs?: number;
  /**
   * How much longer than `maxMs` one part may take before the sweep continues without it, in milliseconds.
   */
  graceMs?: number;
  /**
   * When work still under way must be abandoned, on hosts that end the process then (`performance.now()`
   * time).
   */
  until?: number | undefined;
  /** Start at the first run, not where the last sweep left off. */
  anew?: boolean;
  /** Notifies people; runs last, so that nothing waits for a mail server. */
  tell?: () => Promise<void>;
};

/** How long a sweep waits for receivers, in milliseconds. */
const webhooksMs = 5_000;

type Part = readonly [name: SweepPart, work: () => Promise<void>];

/**
 * The parts of a sweep in order: first those that change tasks, then the work owed to runs; stores are
 * compared last.
 */
function partsOf(
  ctx: Context,
  { staleAfterMs = defaultStaleAfterMs, until, tell }: SweepOptions,
  result: SweepResult,
  places: Places,
  deadline: number,
  faults: Faults,
): Part[] {
  const walk = (
    part: SweepPart,
    place: keyof Places,
    work: (turn: ReturnType<typeof walkFrom>) => Promise<void>,
  ): Part => [
    part,
    async () => {
      const turn = walkFrom(places[place], deadline, result, part, faults);
      await work(turn);
      places[place] = turn.after;
    },
  ];
  return [
    ['checks', async () => void (result.checks = await askChecks(ctx, faults))],
    ['signals', async () => void (result.signals = (await matchKeptSignals(ctx, faults)).matched)],
    walk(
      'candidates',
      'candidates',
      async (turn) => void (result.rejudged = await judgeCandidates(ctx, turn)),
    ),
    ['expiry', async () => void (result.expired = await expireDueTasks(ctx, faults))],
    ['reminders', async () => void (result.reminded = await remindDueTasks(ctx, faults))],
    ['escalation', async () => void (result.escalated = await escalateDueTasks(ctx, faults))],
    walk(
      'stale tasks',
      'stale',
      async (turn) => void (result.stale = await tellStaleTasks(ctx, staleAfterMs, turn)),
    ),
    ['debts', () => drainDueRuns(ctx, deadline - performance.now(), result, faults, { until })],
    walk('runs', 'runs', (turn) => compareRuns(ctx, turn)),
    walk('adoption', 'waiting', (turn) => adoptRuns(ctx, turn)),
    walk('hanging', 'hanging', async (turn) => void (result.hanging = await markHanging(ctx, turn))),
    ['alerts', () => alertOperators(ctx)],
    ['retention', async () => void (await pruneExpired(ctx))],
    ['audit seals', async () => void (await sealAudit(ctx))],
    // Late and briefly: a receiver that does not answer must not delay the next sweep.
    ['webhooks', async () => void (result.webhooks = await deliverWebhooks(ctx, { ms: webhooksMs }))],
    ...(tell ? [['notifications', tell] as const] : []),
  ];
}

/**
 * One sweep: due checks, signals, the time limits of tasks, all work owed to runs, and a comparison with the
 * snapshot store. Bounded and safe in many processes at once: guards are in the statements, runs are changed
 * under their lease only. A failing part, run or task delays no other (`Faults`). The result is stored in
 * `sweeps`.
 * @throws when the app database is away
 */
export function sweep(
  context: Omit<Context, 'actor' | 'channel'>,
  options: SweepOptions = {},
): Promise<SweepResult> {
  return traced('sweep', {}, () => sweepOnce(context, options));
}

async function sweepOnce(
  context: Omit<Context, 'actor' | 'channel'>,
  options: SweepOptions,
): Promise<SweepResult> {
  const ctx: Context = asSystem(context);
  const { maxMs = 20_000, graceMs = 60_000 } = options;
  const deadline = performance.now() + maxMs;
  // A store that never answers would otherwise end all sweeps of this process.
  const limit = { milliseconds: maxMs + graceMs, message: `no end after ${(maxMs + graceMs) / 1000} s` };
  const { id, places: last } = await beginSweep(ctx);
  const places = options.anew ? fromTheStart() : last;
  const result = noResult();
  const errors: string[] = [];
  const faults = await Faults.open(ctx);
  for (const [name, work] of partsOf(ctx, options, result, places, deadline, faults)) {
    const error = await faults.attempt(name, {}, () => pTimeout(work(), limit));
    if (error !== undefined) errors.push(`${name}: ${wordsOf(error)}`);
  }
  await faults.forget();
  result.failed = faults.failed;
  result.idle = !didSomething(result) && places.runs === null && places.waiting === null;
  await endSweep(ctx, id, result, places, errors);
  if (didSomething(result)) log.info('sweep', { ...result, errors });
  return result;
}
