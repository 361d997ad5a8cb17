import { z } from 'zod';
import { pageOf } from '@/lib/base/shapes';
import { createEndpoint, createWebhookInput } from '@/lib/tell/webhooks/create-endpoint';
import { deleteEndpoint } from '@/lib/tell/webhooks/delete-endpoint';
import { deliveryQuery, listDeliveries } from '@/lib/tell/webhooks/list-deliveries';
import { getEndpoint, listEndpoints } from '@/lib/tell/webhooks/list-endpoints';
import { pauseEndpoint, resumeEndpoint } from '@/lib/tell/webhooks/pause-endpoint';
import { redeliver } from '@/lib/tell/webhooks/redeliver';
import { rotateSecret } from '@/lib/tell/webhooks/rotate-secret';
import { sendTest } from '@/lib/tell/webhooks/send-test';
import { webhookDelivery, webhookEndpoint, webhookWithSecret } from '@/lib/tell/webhooks/types';
import { updateEndpoint, updateWebhookInput } from '@/lib/tell/webhooks/update-endpoint';
import { ok, operation, recorded } from './operation';

const endpoints = '/api/webhooks';
const endpoint = '/api/webhooks/{endpointId}';
const called = { tag: 'Webhooks' } as const;

export const webhookOperations = {
  listWebhooks: operation({
    ...called,
    id: 'listWebhooks',
    method: 'get',
    path: endpoints,
    summary: 'List webhooks',
    run: async (ctx) => ({ items: await listEndpoints(ctx) }),
    answers: [ok('All webhooks, oldest first.', z.object({ items: z.array(webhookEndpoint) }))],
    errors: ['not_found'],
  }),
  createWebhook: operation({
    ...called,
    id: 'createWebhook',
    method: 'post',
    path: endpoints,
    summary: 'Add a webhook',
    description:
      'Sends events from now on, in the Standard Webhooks format. The secret is shown only once, in this response.',
    body: createWebhookInput,
    example: { name: 'Ledger', url: 'https://ledger.example.com/hooks', events: ['run.finished'] },
    idempotency: 'secret',
    run: (ctx, { body }) => createEndpoint(ctx, body),
    answers: [{ status: 201, description: 'The new webhook and its secret.', json: webhookWithSecret }],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  getWebhook: operation({
    ...called,
    id: 'getWebhook',
    method: 'get',
    path: endpoint,
    summary: 'Get a webhook',
    run: (ctx, { endpointId }) => getEndpoint(ctx, endpointId),
    answers: [ok('The webhook.', webhookEndpoint)],
    errors: ['not_found'],
  }),
  updateWebhook: operation({
    ...called,
    id: 'updateWebhook',
    method: 'post',
    path: endpoint,
    summary: 'Change a webhook’s name, URL or events',
    body: updateWebhookInput,
    example: { name: 'The ledger' },
    run: (ctx, { endpointId, body }) => updateEndpoint(ctx, endpointId, body),
    answers: [ok('The changed webhook.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  pauseWebhook: operation({
    ...called,
    id: 'pauseWebhook',
    method: 'post',
    path: `${endpoint}/pause`,
    summary: 'Pause a webhook',
    run: (ctx, { endpointId }) => pauseEndpoint(ctx, endpointId),
    answers: [ok('The paused webhook.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  resumeWebhook: operation({
    ...called,
    id: 'resumeWebhook',
    method: 'post',
    path: `${endpoint}/resume`,
    summary: 'Resume a webhook that was paused or switched off',
    description: 'Sends the events of the last three days that it missed.',
    run: (ctx, { endpointId }) => resumeEndpoint(ctx, endpointId),
    answers: [ok('The active webhook.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  testWebhook: operation({
    ...called,
    id: 'testWebhook',
    method: 'post',
    path: `${endpoint}/test`,
    summary: 'Send a test event to a webhook',
    description:
      'Sends one `webhook.test`, signed and logged like other events, even if the webhook is paused or switched off. The result appears in its deliveries.',
    run: (ctx, { endpointId }) => sendTest(ctx, endpointId),
    answers: [recorded('The delivery, which will be sent soon.', webhookDelivery)],
    errors: ['not_found', 'forbidden'],
  }),
  rotateWebhookSecret: operation({
    ...called,
    id: 'rotateWebhookSecret',
    method: 'post',
    path: `${endpoint}/secret`,
    summary: 'Rotate a webhook’s secret',
    description: 'The previous secret stays valid for a day: events are signed with both.',
    idempotency: 'secret',
    run: (ctx, { endpointId }) => rotateSecret(ctx, endpointId),
    answers: [ok('The webhook and its new secret, which is shown only once.', webhookWithSecret)],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  deleteWebhook: operation({
    ...called,
    id: 'deleteWebhook',
    method: 'post',
    path: `${endpoint}/delete`,
    summary: 'Delete a webhook and its delivery log',
    run: async (ctx, { endpointId }) => {
      await deleteEndpoint(ctx, endpointId);
      return { endpointId };
    },
    answers: [ok('The deleted webhook’s id.', z.object({ endpointId: z.string() }))],
    errors: ['not_found', 'forbidden'],
  }),
  listDeliveries: operation({
    ...called,
    id: 'listDeliveries',
    method: 'get',
    path: `${endpoint}/deliveries`,
    summary: 'List a webhook’s deliveries, newest event first',
    query: deliveryQuery,
    run: (ctx, { endpointId, query }) => listDeliveries(ctx, endpointId, query),
    answers: [ok('A page of deliveries.', pageOf(webhookDelivery))],
    errors: ['not_found', 'invalid'],
  }),
  redeliver: operation({
    ...called,
    id: 'redeliver',
    method: 'post',
    path: `${endpoint}/deliveries/{deliveryId}/redeliver`,
    summary: 'Redeliver an event',
    description: 'Sends it again with the same `webhook-id`.',
    run: (ctx, { endpointId, deliveryId }) => redeliver(ctx, endpointId, deliveryId),
    answers: [recorded('The delivery, which will be sent soon.', webhookDelivery)],
    errors: ['not_found', 'conflict'],
  }),
};
