import { eq, sql, type SQL } from 'drizzle-orm';
import { deliveries } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { wordsOf } from '@/lib/base/plain-error';
import { cutText } from '@/lib/base/readable/cut';
import { messageBackOff } from '@/lib/tell/queue/back-off';
import type { Claimed, Queue } from '@/lib/tell/queue/queue';
import { isResting } from '@/lib/tell/queue/rest';
import { sendDue, type Attempt } from '@/lib/tell/queue/send-due';
import { channelError, type Channel } from './channel';
import { composeNotice, type NoticeDesk } from './compose';

type Table = typeof deliveries;
type Delivery = Claimed<Table>;

const deliveriesAtOnce = 100;

const messageQueue: Queue<Table> = {
  table: deliveries,
  key: ['id'],
  first: deliveries.id,
  owed: sql`${deliveries.state} = 'pending'`,
  gathers: sql`${deliveries.kind} = 'more'`,
  claimMs: 120_000,
  backOff: messageBackOff,
};

/** Gives a message up and leaves it to an operator. Its event is not affected. */
function giveUp(delivery: Delivery, now: Date, mine: SQL) {
  const { id, channel, kind, userId, runId, taskId } = delivery;
  const stuck = audited(
    {
      verb: 'delivery.stuck',
      ...(runId === null ? {} : { runId }),
      ...(taskId === null ? {} : { taskId }),
      key: `delivery.stuck:${id}:${now.getTime()}`,
      data: { channel, kind, userId },
    },
    mine,
  );
  return { values: { state: 'stuck' as const, settledAt: now }, before: [stuck] };
}

async function deliver(desk: NoticeDesk, channel: Channel, delivery: Delivery): Promise<Attempt<Table>> {
  const skipped = (note: string): Attempt<Table> => ({
    came: 'skipped',
    values: { state: 'skipped', note, settledAt: desk.clock.now() },
  });
  try {
    const composed = await composeNotice(desk, delivery);
    if ('skip' in composed) return skipped(composed.skip);
    await channel.send({ id: delivery.id, kind: delivery.kind, thread: delivery.runId, ...composed });
  } catch (error) {
    const fault = channelError(error);
    if (fault?.kind === 'nobody') return skipped(fault.message);
    return {
      came: fault?.kind === 'away' ? 'away' : 'failed',
      values: { note: cutText(wordsOf(error), 500) },
      fault: { permanent: fault?.kind === 'permanent', retryAfterMs: fault?.retryAfterMs ?? null },
      error,
    };
  }
  return { came: 'sent', values: { state: 'sent', note: null, settledAt: desk.clock.now() } };
}

export type Sent = { sent: number; failed: number };

/**
 * A channel that is away is not tried again in this round; one that asks for a pause, not before it is over.
 */
async function sendThrough(desk: NoticeDesk, channel: Channel): Promise<Sent> {
  if ((await isResting(desk, channel.name)) || (await channel.refresh?.()) === false)
    return { sent: 0, failed: 0 };
  return sendDue(
    desk,
    {
      queue: messageQueue,
      among: eq(deliveries.channel, channel.name),
      attempt: (delivery) => deliver(desk, channel, delivery),
      giveUp,
      rests: channel.name,
      name: 'a message',
      about: ({ id }) => ({ deliveryId: id, channel: channel.name }),
    },
    ({ away, tried }) => away || tried >= deliveriesAtOnce,
  );
}

/**
 * Sends the due messages, after each channel has updated its earlier ones; each at least once, under the same
 * id. Channels do not wait for one another. Bounded.
 */
export async function sendDeliveries(desk: NoticeDesk, channels: readonly Channel[]): Promise<Sent> {
  const results = await Promise.all(channels.map((channel) => sendThrough(desk, channel)));
  return {
    sent: results.reduce((sum, { sent }) => sum + sent, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}
