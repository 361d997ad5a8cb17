import type { SQL } from 'drizzle-orm';
import type { Change } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import { asSystem, type Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { isStopping } from '@/lib/base/shutdown';
import { afterFailure, type Fault } from './back-off';
import {
  claimNext,
  whileMine,
  release,
  type Claimed,
  type Queue,
  type QueueTable,
  type Values,
} from './queue';
import { restFor } from './rest';

type Desk = Pick<Context, 'db' | 'clock'>;

type Written<Table extends QueueTable> = {
  /** The values for its row. */
  values: Values<Table>;
  /** Further changes in the same batch. */
  also?: Change[];
};

/** The result of one try. `away`: the other side is unavailable, so nothing else need be tried. */
export type Attempt<Table extends QueueTable> =
  | (Written<Table> & { came: 'sent' | 'skipped' })
  | (Written<Table> & { came: 'failed' | 'away'; fault: Fault; error: unknown });

/** How the rows of a queue are sent. */
export type Sending<Table extends QueueTable> = {
  queue: Queue<Table>;
  /** Restricts which rows are sent. */
  among?: SQL;
  /** Sends one row; failures are returned, not thrown. */
  attempt: (row: Claimed<Table>) => Promise<Attempt<Table>>;
  /** The row's values, and further changes, when it is given up; they apply only while `mine`. */
  giveUp: (row: Claimed<Table>, now: Date, mine: SQL) => { values: Values<Table>; before?: Change[] };
  /** The channel to pause, with all its rows, when it asks for that. */
  rests?: string;
  /** For the log: what could not be sent, with the ids of one. */
  name: string;
  about: (row: Claimed<Table>) => Record<string, unknown>;
};

export type SendResult = { sent: number; failed: number; tried: number; away: boolean };

async function settle<Table extends QueueTable>(
  desk: Desk,
  { queue, giveUp, rests, name, about }: Sending<Table>,
  row: Claimed<Table>,
  attempt: Attempt<Table>,
): Promise<void> {
  const { values, also = [] } = attempt;
  const writer = asSystem(desk);
  if (!('fault' in attempt)) return void (await write(writer, [release(queue, row, values), ...also]));
  const now = desk.clock.now();
  const { fault, error } = attempt;
  const wait = afterFailure(queue.backOff, row.attempts, fault);
  const last = wait === 'given up';
  log.warn(`${name} could not be sent`, { ...about(row), attempts: row.attempts, last, error });
  const { values: end, before = [] } = last
    ? giveUp(row, now, whileMine(queue, row))
    : { values: { dueAt: new Date(now.getTime() + wait) } as Values<Table> };
  await write(writer, [
    ...before,
    release(queue, row, { ...values, ...end }),
    ...(rests !== undefined && fault.retryAfterMs ? [restFor(rests, fault.retryAfterMs)] : []),
    ...also,
  ]);
}

/**
 * Sends due rows one by one until none is left or it is `over`. Each is claimed first, so any number of
 * processes may do this. A row whose sender died is sent again: at least once.
 */
export async function sendDue<Table extends QueueTable>(
  desk: Desk,
  sending: Sending<Table>,
  over: (result: SendResult) => boolean,
): Promise<SendResult> {
  const result: SendResult = { sent: 0, failed: 0, tried: 0, away: false };
  while (!isStopping() && !over(result)) {
    const row = await claimNext(desk.db, sending.queue, desk.clock.now(), sending.among);
    if (!row) break;
    const attempt = await sending.attempt(row);
    await settle(desk, sending, row, attempt);
    result.tried += 1;
    if (attempt.came === 'sent') result.sent += 1;
    if (attempt.came === 'failed' || attempt.came === 'away') result.failed += 1;
    result.away ||= attempt.came === 'away';
  }
  return result;
}
