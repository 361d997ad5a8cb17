import { z } from 'zod';
import { deliveryStates, webhookEvents, webhookStates } from '@/db/enums';
import { webhookBody } from './event-body';

/** The shapes of webhooks as pages and API give them; times are ISO 8601 in UTC. */
const time = z.iso.datetime();

export const webhookEndpoint = z.object({
  endpointId: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  state: z.enum(webhookStates).meta({ description: '`paused` by an administrator; `off` by itself.' }),
  offReason: z.enum(['gone', 'failing']).nullable().meta({ description: 'The receiver answered 410, or took nothing for days.' }),
  failingSince: time.nullable().meta({ description: 'Since when every try fails.' }),
  previousSecretUntil: time.nullable().meta({ description: 'Until then every event carries a signature by the secret before, too.' }),
  createdAt: time,
  updatedAt: time,
});
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

export const webhookWithSecret = z.object({ endpoint: webhookEndpoint, secret: z.string().meta({ description: 'Told this once, never again.' }) });
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>;

export const webhookDelivery = z.object({
  deliveryId: z.string().meta({ description: 'The `webhook-id` of all its tries.' }),
  endpointId: z.string(),
  type: z.enum(webhookEvents),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  /** When it is tried next. */
  dueAt: time.nullable(),
  attemptedAt: time.nullable(),
  deliveredAt: time.nullable(),
  responseStatus: z.int().nullable(),
  response: z.string().nullable().meta({ description: 'The beginning of what the receiver said when it did not take it.' }),
  error: z.string().nullable(),
  tookMs: z.int().nullable(),
  createdAt: time,
  body: webhookBody,
});
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
