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
    state: z.enum(webhookStates).meta({ description: '`paused` by an administrator; `off` by itself.' }),
    offReason: z
      .enum(['gone', 'failing'])
      .nullable()
      .meta({ description: 'The receiver answered 410, or took nothing for days.' }),
    failingSince: moment.nullable().meta({ description: 'Since when every try fails.' }),
    previousSecretUntil: moment
      .nullable()
      .meta({ description: 'Until then every event carries a signature by the secret before, too.' }),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

export const webhookWithSecret = z
  .object({
    endpoint: webhookEndpoint,
    secret: z.string().meta({ description: 'Told this once, never again.' }),
  })
  .meta({ id: 'WebhookWithSecret' });
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>;

export const webhookDelivery = z
  .object({
    deliveryId: z.string().meta({ description: 'The `webhook-id` of all its tries.' }),
    endpointId: z.string(),
    type: z.enum(webhookMessages),
    state: z.enum(deliveryStates),
    attempts: z.int(),
    dueAt: moment.nullable().meta({ description: 'When it is tried next.' }),
    attemptedAt: moment.nullable(),
    deliveredAt: moment.nullable(),
    responseStatus: z.int().nullable(),
    response: z
      .string()
      .nullable()
      .meta({ description: 'The beginning of what the receiver said when it did not take it.' }),
    error: z.string().nullable(),
    tookMs: z.int().nullable(),
    createdAt: moment,
    body: webhookBody,
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
