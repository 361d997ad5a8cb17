import { and, eq, sql } from 'drizzle-orm';
import type { WebhookEvent } from '@/db/enums';
import { webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { insert, update, type Change } from '@/lib/journal/change';
import { follow, type Consumer, type TailEvent } from '@/lib/journal/tail';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { deliveryIdFor } from '@/lib/base/ids';
import { requesterName } from '@/lib/base/readable/requester-name';
import { readableParts } from '@/lib/base/readable/readable-parts';
import { factsOf, tellingOf, verbsTold } from '@/lib/tell/events/event-table';
import { actorOf, outcomeOf, type EventBody } from './event-body';

/** Older events, from while an endpoint was paused or off, are not sent. */
const tellWithinMs = 3 * 86_400_000;

const perBatch = 200;
const batchesPerCall = 5;

type Endpoint = Pick<typeof webhookEndpoints.$inferSelect, 'id' | 'events'>;

/** The log position of an active endpoint. */
function consumerFor({ clock }: Context, id: string): Consumer {
  const active = and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.state, 'active'));
  return {
    cursor: {
      seq: sql`(select ${webhookEndpoints.cursor} from ${webhookEndpoints} where ${active})`,
      move: (from, to) =>
        update(webhookEndpoints, { cursor: to }, and(active, eq(webhookEndpoints.cursor, from))),
    },
    verbs: verbsTold('webhooks'),
    atOnce: perBatch,
    notBefore: new Date(clock.now().getTime() - tellWithinMs),
  };
}

function bodyOf(
  { engine }: Context,
  appUrl: string,
  type: WebhookEvent,
  { event, requester, task }: TailEvent,
  run: NonNullable<TailEvent['run']>,
): EventBody {
  const runId = event.runId ?? '';
  // The first question reports that the whole run waits; the wait itself is not about that question.
  const about = task && event.taskId && type !== 'run.suspended' ? { id: event.taskId, ...task } : null;
  return {
    type,
    timestamp: event.at.toISOString(),
    data: readableParts({
      run: {
        id: runId,
        title: run.title,
        workflow: { id: run.workflowId, title: engine.workflow(run.workflowId)?.title ?? run.workflowId },
        requester: { id: run.requesterId, name: requesterName(run.requesterId, requester) },
        url: `${appUrl}/runs/${encodeURIComponent(runId)}`,
      },
      task: about && {
        id: about.id,
        title: about.title,
        kind: about.kind,
        dueAt: about.dueAt?.toISOString() ?? null,
        url: `${appUrl}/tasks/${about.id}`,
      },
      outcome: outcomeOf(event),
      ...actorOf(event),
    }),
  };
}

/** The changes that record an endpoint's deliveries for these events. */
function owedOf(
  ctx: Context,
  { id: endpointId, events: wanted }: Endpoint,
  appUrl: string,
  events: readonly TailEvent[],
): Change[] {
  const now = ctx.clock.now();
  const owed = events.flatMap((one) => {
    const { event, run } = one;
    const types = tellingOf(event.verb).webhooks?.(factsOf(event.data)) ?? [];
    if (!run) return [];
    return types
      .filter((type) => wanted.includes(type))
      .map((type) => ({
        id: deliveryIdFor(endpointId, event.seq, type),
        endpointId,
        seq: event.seq,
        type,
        body: JSON.stringify(bodyOf(ctx, appUrl, type, one, run)),
        dueAt: now,
        createdAt: now,
      }));
  });
  return owed.length > 0 ? [insert(webhookDeliveries, owed)] : [];
}

/**
 * Records an active endpoint's deliveries for the events since its cursor, and moves the cursor. Bounded;
 * safe in many processes at once: each event is recorded once.
 */
export async function recordDeliveries(
  ctx: Context,
  endpoint: Endpoint,
  appUrl = env().appUrl,
): Promise<void> {
  const consumer = consumerFor(ctx, endpoint.id);
  for (let page = 0; page < batchesPerCall; page++)
    if (!(await follow(ctx, consumer, (events) => owedOf(ctx, endpoint, appUrl, events)))) return;
}
