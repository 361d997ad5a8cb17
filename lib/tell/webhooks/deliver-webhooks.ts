import { setTimeout } from 'node:timers/promises';
import { eq, or, sql } from 'drizzle-orm';
import { webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { asSystem, type Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { log } from '@/lib/base/log';
import { isStopping } from '@/lib/base/shutdown';
import { webhookBackOff } from '@/lib/tell/queue/back-off';
import type { Claimed, Queue } from '@/lib/tell/queue/queue';
import { sendDue, type Attempt } from '@/lib/tell/queue/send-due';
import type { NoteCode } from '@/lib/base/reasons';
import { outside, type Outside } from './destination';
import { endpointRead } from './require-webhooks';
import { recordDeliveries } from './record-deliveries';
import { secretsOf, signedHeaders } from './secrets';
import { send, type Sent } from './send';
import { attemptOf } from './settle-delivery';

type Table = typeof webhookDeliveries;

const webhookQueue: Queue<Table> = {
  table: webhookDeliveries,
  key: ['id'],
  first: webhookDeliveries.seq,
  owed: sql`${webhookDeliveries.state} = 'pending'`,
  claimMs: 60_000,
  backOff: webhookBackOff,
};

/**
 * How many deliveries go to one endpoint at a time, and after how many failures in a row the rest wait for
 * the next call.
 */
const lanes = 4;
const failuresInARow = 3;

export type DeliverOptions = {
  /** How long this call may take, in milliseconds; deliveries under way then continue in the background. */
  ms: number;
  to?: Outside;
  offAfterMs?: number;
};

/** Test events are sent to paused and switched-off endpoints, too. `d` is the delivery. */
const isTest = sql`d.type = 'webhook.test'`;

type Round = { again: boolean; failures: number; sent: number };
type Endpoint = typeof webhookEndpoints.$inferSelect;

// On globalThis, since each bundle has its own modules: a process runs one round per endpoint at a time.
const holder = globalThis as typeof globalThis & {
  countersignWebhookRounds?: Map<string, { round: Round; done: Promise<number> }>;
};

async function post(
  { clock }: Context,
  endpoint: Endpoint,
  delivery: Claimed<Table>,
  to: Outside,
): Promise<Sent> {
  const now = clock.now();
  const secrets = secretsOf(env().authSecret, endpoint, now);
  if (secrets.length === 0)
    return {
      status: null,
      error: 'webhook_secret_lost' satisfies NoteCode,
      response: null,
      retryAfterMs: null,
    };
  return send(
    new URL(endpoint.url),
    signedHeaders(secrets, delivery.id, now, delivery.body),
    delivery.body,
    to,
    now,
  );
}

type Work = Required<Pick<DeliverOptions, 'to' | 'offAfterMs'>> & { deadline: number };

/** Makes one try, with the endpoint's current settings. */
async function attempt(
  ctx: Context,
  delivery: Claimed<Table>,
  round: Round,
  { to, offAfterMs }: Work,
): Promise<Attempt<Table>> {
  const [endpoint] = await endpointRead(ctx, delivery.endpointId);
  // The endpoint and its deliveries were deleted meanwhile.
  if (!endpoint) return { came: 'skipped', values: {} };
  const began = performance.now();
  const sent = await post(ctx, endpoint, delivery, to);
  const tookMs = Math.round(performance.now() - began);
  const came = attemptOf(ctx.clock.now(), endpoint, delivery.type, sent, tookMs, offAfterMs);
  round.failures = came.came === 'sent' ? 0 : round.failures + 1;
  return came;
}

/** A paused or switched-off endpoint gets test events only. */
const sendable = (endpointId: string) =>
  sql`${webhookDeliveries.endpointId} = ${endpointId} and (${webhookDeliveries.type} = 'webhook.test'
    or exists (select 1 from ${webhookEndpoints} e where e.id = ${endpointId} and e.state = 'active'))`;

async function lane(ctx: Context, endpointId: string, round: Round, work: Work): Promise<void> {
  const { sent } = await sendDue(
    ctx,
    {
      queue: webhookQueue,
      among: sendable(endpointId),
      attempt: (delivery) => attempt(ctx, delivery, round, work),
      giveUp: () => ({ values: { state: 'failed' as const } }),
      name: 'a webhook',
      about: ({ id }) => ({ endpointId, deliveryId: id }),
    },
    () => performance.now() >= work.deadline || round.failures >= failuresInARow,
  );
  round.sent += sent;
}

/**
 * Sends one endpoint's due deliveries. If this process is already doing so, that round repeats once instead.
 */
function roundFor(ctx: Context, endpointId: string, work: Work): Promise<number> {
  const rounds = (holder.countersignWebhookRounds ??= new Map());
  const running = rounds.get(endpointId);
  if (running) {
    running.round.again = true;
    return running.done;
  }
  const round: Round = { again: true, failures: 0, sent: 0 };
  const all = async () => {
    try {
      while (round.again && performance.now() < work.deadline) {
        round.again = false;
        await Promise.all(Array.from({ length: lanes }, () => lane(ctx, endpointId, round, work)));
      }
      return round.sent;
    } finally {
      rounds.delete(endpointId);
    }
  };
  const done = all();
  rounds.set(endpointId, { round, done });
  return done;
}

/** An error of the desk delays no other endpoint. */
async function serve(ctx: Context, endpoint: Endpoint, work: Work, faults: unknown[]): Promise<number> {
  try {
    if (endpoint.state === 'active') await recordDeliveries(ctx, endpoint);
    return await roundFor(ctx, endpoint.id, work);
  } catch (error) {
    log.error('webhooks of an endpoint could not be sent; a later sweep will', {
      endpointId: endpoint.id,
      error,
    });
    faults.push(error);
    return 0;
  }
}

/**
 * Delivers new events to all active endpoints, sends tests and retries what is due: at least once each, under
 * the same `webhook-id`. Bounded, safe in many processes at once as each delivery is claimed first, and
 * receivers' faults never throw. Its actor is the system.
 * @returns how many were delivered within `ms`
 * @throws when the desk failed to serve an endpoint, after the others were served
 */
export async function deliverWebhooks(
  context: Omit<Context, 'actor' | 'channel'>,
  { ms, to, offAfterMs }: DeliverOptions,
): Promise<number> {
  const ctx: Context = asSystem(context);
  const tested = sql`exists (select 1 from ${webhookDeliveries} d where d.endpoint_id = ${webhookEndpoints.id} and d.state = 'pending' and ${isTest})`;
  const told = await ctx.db
    .select()
    .from(webhookEndpoints)
    .where(or(eq(webhookEndpoints.state, 'active'), tested));
  if (told.length === 0 || isStopping()) return 0;
  const { webhooks } = env();
  const work: Work = {
    to: to ?? outside(webhooks.allow),
    offAfterMs: offAfterMs ?? webhooks.offAfterMs,
    deadline: performance.now() + ms,
  };
  let taken = 0;
  const faults: unknown[] = [];
  const all = Promise.all(
    told.map(async (endpoint) => void (taken += await serve(ctx, endpoint, work, faults))),
  );
  const timer = new AbortController();
  await Promise.race([all, setTimeout(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
  if (faults.length > 0) throw faults[0];
  return taken;
}
