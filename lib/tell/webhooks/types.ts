import { z } from 'zod';
import { deliveryStates, webhookMessages, webhookStates } from '@/db/enums';
import { moment } from '@/lib/base/shapes';
import { webhookBody, webhookEventType } from './event-body';

/** The shapes of webhooks for pages and API. */
export const webhookEndpoint = z
  .object({
    endpointId: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(webhookEventType),
    state: z
      .enum(webhookStates)
      .meta({ description: '`paused`: by an administrator; `off`: switched off by the desk.' }),
    offReason: z.enum(['gone', 'failing']).nullable().meta({
      description:
        'Why it was switched off: the receiver responded with 410 (`gone`), or accepted nothing for days (`failing`).',
    }),
    failingSince: moment
      .nullable()
      .meta({ description: 'When deliveries began to fail; null if they succeed.' }),
    previousSecretUntil: moment
      .nullable()
      .meta({ description: 'Until when events are also signed with the previous secret.' }),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

export const webhookWithSecret = z
  .object({
    endpoint: webhookEndpoint,
    secret: z.string().meta({ description: 'The signing secret. It cannot be shown again.' }),
  })
  .meta({ id: 'WebhookWithSecret' });
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>;

export const webhookDelivery = z
  .object({
    deliveryId: z.string().meta({ description: 'The `webhook-id`, the same in every attempt.' }),
    endpointId: z.string(),
    type: z.enum(webhookMessages),
    state: z.enum(deliveryStates),
    attempts: z.int(),
    dueAt: moment.nullable().meta({ description: 'When the next attempt is due.' }),
    attemptedAt: moment.nullable(),
    deliveredAt: moment.nullable(),
    responseStatus: z.int().nullable(),
    response: z
      .string()
      .nullable()
      .meta({ description: 'The beginning of the receiver’s response, if it did not accept the event.' }),
    error: z.string().nullable(),
    tookMs: z.int().nullable(),
    createdAt: moment,
    body: webhookBody,
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
