import { z } from 'zod';
import { actorKinds, taskKinds, webhookEvents, type ActorKind, type Channel } from '@/db/enums';
import type { Json } from '@/db/schema/json';
import { isRecord } from '@/lib/base/schema/types';
import { channel, person } from '@/lib/base/shapes';

export const webhookEventType = z.enum(webhookEvents).meta({ id: 'WebhookEventType' });

/**
 * The data of a webhook event: ids, titles, outcomes and people; never evidence, answers, reasons or errors.
 */
const eventBody = z
  .object({
    type: webhookEventType,
    timestamp: z.iso.datetime().meta({ description: 'When the event happened.' }),
    data: z.object({
      run: z.object({
        id: z.string(),
        title: z.string(),
        workflow: z.object({ id: z.string(), title: z.string() }),
        requester: person,
        url: z.url(),
      }),
      task: z
        .object({
          id: z.string(),
          title: z.string(),
          kind: z.enum(taskKinds),
          dueAt: z.iso.datetime().nullable(),
          url: z.url(),
        })
        .nullable()
        .meta({ description: 'The task that the event is about; null for events of the run.' }),
      outcome: z
        .object({ id: z.string(), label: z.string() })
        .nullable()
        .meta({ description: 'The outcome of the task, if it was decided by a person or by its policy.' }),
      actor: z
        .object({ kind: z.enum(actorKinds), name: z.string() })
        .meta({ description: 'The person or key that acted; otherwise the system.' }),
      channel,
    }),
  })
  .meta({ id: 'WebhookEvent' });
export type EventBody = z.infer<typeof eventBody>;

/** The data of a test event. */
const testBody = z
  .object({
    type: z.literal('webhook.test'),
    timestamp: z.iso.datetime().meta({ description: 'When the test was requested.' }),
    data: z.object({
      webhook: z.object({
        id: z.string(),
        name: z.string(),
        url: z.url().meta({ description: 'The webhook’s page in the desk.' }),
      }),
      actor: z.object({ kind: z.enum(actorKinds), name: z.string() }),
      channel,
    }),
  })
  .meta({ id: 'WebhookTest' });
export type TestBody = z.infer<typeof testBody>;

export const webhookBody = z.discriminatedUnion('type', [eventBody, testBody]);
export type WebhookBody = z.infer<typeof webhookBody>;

type Told = { verb: string; data: Json };

const factOf = (data: Json, key: string): Json | undefined =>
  isRecord(data) ? (data as { [key: string]: Json })[key] : undefined;

/** The final answer in an audit event; an expired task may have none. */
export function outcomeOf({ verb, data }: Told): EventBody['data']['outcome'] {
  if (verb !== 'task.decided' && verb !== 'decision.final' && verb !== 'task.expired') return null;
  const [id, label] = [factOf(data, 'outcome'), factOf(data, 'label')];
  return typeof id === 'string' ? { id, label: typeof label === 'string' ? label : id } : null;
}

const deciderSchema = z.object({
  decidedBy: z.object({ kind: z.enum(actorKinds), name: z.string() }),
  channel,
});

/**
 * The event's actor and channel. For a decision that became final, the person who decided, not the desk that
 * waited.
 */
export function actorOf(
  event: Told & { actorKind: ActorKind; actorName: string; channel: Channel },
): Pick<EventBody['data'], 'actor' | 'channel'> {
  const decided = event.verb === 'decision.final' ? deciderSchema.safeParse(event.data) : null;
  return decided?.success
    ? { actor: decided.data.decidedBy, channel: decided.data.channel }
    : { actor: { kind: event.actorKind, name: event.actorName }, channel: event.channel };
}
