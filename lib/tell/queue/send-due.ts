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
  /** What its row says of it. */
  values: Values<Table>;
  /** What else is written with it. */
  also?: Change[];
};

/** What came of one try. `away`: the other side cannot be used just now, so that nothing else need be tried. */
export type Attempt<Table extends QueueTable> =
  | (Written<Table> & { came: 'sent' | 'skipped' })
  | (Written<Table> & { came: 'failed' | 'away'; fault: Fault; error: unknown });

/** How the rows of a queue are sent. */
export type Sending<Table extends QueueTable> = {
  queue: Queue<Table>;
  /** Which of its rows. */
  among?: SQL;
  /** Sends one; tells of every failure in what it returns. */
  attempt: (row: Claimed<Table>) => Promise<Attempt<Table>>;
  /** What the row says when it is given up, and what else is written then, only while `mine`. */
  giveUp: (row: Claimed<Table>, now: Date, mine: SQL) => { values: Values<Table>; before?: Change[] };
  /** What is left alone, with all that it is owed, when it asks for that. */
  rests?: string;
  /** For the log: what could not be sent, and the ids of one. */
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
 * Sends what is due, one after the other, until nothing is or it is `over`. Each row is claimed first, so that any number
 * of processes may. One whose sender died on the way is sent again: at least once.
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
