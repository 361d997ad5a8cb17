import type { DeliveryRow } from '@/db/schema';
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import { deliveries } from '@/db/schema';
import { databaseNow, isClaimed } from '@/db/database-now';
import { runBatch } from '@/db/guarded';
import { audit } from '@/lib/journal/audit';
import { sweepActor } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { wordsOf } from '@/lib/base/plain-error';
import { cutText } from '@/lib/base/readable/cut';
import { isStopping } from '@/lib/base/shutdown';
import { channelError, type Channel } from './channel';
import { composeNotice, type NoticeDesk } from './compose';
import { isResting, longestRestMs, restFor } from './rest';

const deliveriesAtOnce = 100;
/** A message that somebody began to send is theirs for this long; whoever finds it later takes it for lost, and sends it. */
const claimMs = 120_000;
/** After this many failures a message is left to an operator: about half a day of a mail server that is away. */
export const maxDeliveryAttempts = 20;
export const longestRetryMs = 3_600_000;
const firstRetryMs = 15_000;

/** Doubles from 15 s up to an hour, less up to a quarter by chance. */
export const deliveryRetryMs = (attempts: number, chance = Math.random()) =>
  Math.round(Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs) * (1 - chance / 4));

/**
 * What may be sent at `now`, by whatever clock it was written: what was never tried, unless it gathers more first, and
 * what waits for its time. A time further away than any can be was written by a clock that was wrong.
 */
const isDue = (now: Date): SQL =>
  sql`${deliveries.state} = 'pending' and not ${isClaimed(deliveries.claimedUntil, claimMs)}
    and ((${deliveries.attempts} = 0 and ${deliveries.kind} <> 'more')
      or not ${deliveries.dueAt} between ${now.getTime() + 1} and ${now.getTime() + longestRetryMs})`;

async function claim({ db, clock }: NoticeDesk, { id, attempts }: DeliveryRow): Promise<boolean> {
  const { rowsAffected } = await db
    .update(deliveries)
    .set({ attempts: attempts + 1, claimedUntil: sql`${databaseNow} + ${claimMs}` })
    .where(and(eq(deliveries.id, id), eq(deliveries.attempts, attempts), isDue(clock.now())));
  return rowsAffected === 1;
}

type Settled = { state: 'sent' | 'skipped'; note: string | null };

async function settle({ db, clock }: NoticeDesk, id: string, settled: Settled): Promise<void> {
  await db
    .update(deliveries)
    .set({ ...settled, settledAt: clock.now() })
    .where(and(eq(deliveries.id, id), eq(deliveries.state, 'pending')));
}

/** Tries it again later, or leaves it to an operator. What it tells of is not affected in any way. */
async function fail({ db, clock }: NoticeDesk, delivery: DeliveryRow, error: unknown): Promise<void> {
  const attempts = delivery.attempts + 1;
  const fault = channelError(error);
  const stuck = attempts >= maxDeliveryAttempts || fault?.kind === 'permanent';
  const now = clock.now();
  const askedForMs = fault?.retryAfterMs == null ? null : Math.min(fault.retryAfterMs, longestRestMs);
  const dueAt = new Date(now.getTime() + (askedForMs ?? deliveryRetryMs(attempts)));
  log.warn('a message could not be delivered', {
    deliveryId: delivery.id,
    channel: delivery.channel,
    attempts,
    stuck,
    error,
  });
  const by = { db, clock, actor: sweepActor, channel: 'system' } as const;
  const { id, channel, kind, userId, runId, taskId } = delivery;
  await runBatch(db, [
    db
      .update(deliveries)
      .set({
        note: cutText(wordsOf(error), 500),
        claimedUntil: 0,
        ...(stuck ? { state: 'stuck', settledAt: now } : { dueAt }),
      })
      .where(and(eq(deliveries.id, id), eq(deliveries.state, 'pending'))),
    ...(askedForMs === null ? [] : [restFor({ db }, channel, askedForMs)]),
    ...(stuck
      ? [
          audit(by, {
            verb: 'delivery.stuck',
            ...(runId === null ? {} : { runId }),
            ...(taskId === null ? {} : { taskId }),
            key: `delivery.stuck:${id}:${now.getTime()}`,
            data: { channel, kind, userId },
          }),
        ]
      : []),
  ]);
}

async function deliver(
  desk: NoticeDesk,
  channel: Channel,
  delivery: DeliveryRow,
): Promise<'sent' | 'skipped' | 'failed' | 'away'> {
  try {
    const composed = await composeNotice(desk, delivery);
    if ('skip' in composed) {
      await settle(desk, delivery.id, { state: 'skipped', note: composed.skip });
      return 'skipped';
    }
    await channel.send({ id: delivery.id, kind: delivery.kind, thread: delivery.runId, ...composed });
  } catch (error) {
    const fault = channelError(error);
    if (fault?.kind === 'nobody') {
      await settle(desk, delivery.id, { state: 'skipped', note: fault.message });
      return 'skipped';
    }
    await fail(desk, delivery, error);
    return fault?.kind === 'away' ? 'away' : 'failed';
  }
  await settle(desk, delivery.id, { state: 'sent', note: null });
  return 'sent';
}

export type SendResult = { sent: number; failed: number };

/** A channel that is away is not tried again in the same round; one that says when it wants to be asked again, not until then. */
async function sendThrough(desk: NoticeDesk, channel: Channel): Promise<SendResult> {
  const result = { sent: 0, failed: 0 };
  if ((await isResting(desk, channel.name)) || (await channel.refresh?.()) === false) return result;
  const due = await desk.db
    .select()
    .from(deliveries)
    .where(and(isDue(desk.clock.now()), eq(deliveries.channel, channel.name)))
    .orderBy(asc(deliveries.dueAt), asc(deliveries.id))
    .limit(deliveriesAtOnce);
  for (const delivery of due) {
    if (isStopping()) break;
    if (!(await claim(desk, delivery))) continue;
    const came = await deliver(desk, channel, delivery);
    if (came === 'sent') result.sent += 1;
    if (came === 'away' || came === 'failed') result.failed += 1;
    if (came === 'away') break;
  }
  return result;
}

/**
 * Sends the messages that are due, after each channel has brought up to date what it sent before. Each is claimed first,
 * so that any number of processes may. One whose sender died after the channel had taken it is sent again: at least once,
 * with the same id. Channels do not wait for one another. Bounded.
 */
export async function sendDeliveries(desk: NoticeDesk, channels: readonly Channel[]): Promise<SendResult> {
  const results = await Promise.all(channels.map((channel) => sendThrough(desk, channel)));
  return {
    sent: results.reduce((sum, { sent }) => sum + sent, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}
