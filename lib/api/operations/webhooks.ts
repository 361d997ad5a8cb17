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
    summary: 'Where programs are told of events',
    run: async (ctx) => ({ items: await listEndpoints(ctx) }),
    answers: [ok('All of them, the oldest first.', z.object({ items: z.array(webhookEndpoint) }))],
    errors: ['not_found'],
  }),
  createWebhook: operation({
    ...called,
    id: 'createWebhook',
    method: 'post',
    path: endpoints,
    summary: 'Tell a program of events',
    description: 'From now on, in the Standard Webhooks format. The secret is told this once.',
    body: createWebhookInput,
    example: { name: 'Ledger', url: 'https://ledger.example.com/hooks', events: ['run.finished'] },
    idempotency: 'secret',
    run: (ctx, { body }) => createEndpoint(ctx, body),
    answers: [{ status: 201, description: 'It is added.', json: webhookWithSecret }],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  getWebhook: operation({
    ...called,
    id: 'getWebhook',
    method: 'get',
    path: endpoint,
    summary: 'One webhook',
    run: (ctx, { endpointId }) => getEndpoint(ctx, endpointId),
    answers: [ok('As it is now.', webhookEndpoint)],
    errors: ['not_found'],
  }),
  updateWebhook: operation({
    ...called,
    id: 'updateWebhook',
    method: 'post',
    path: endpoint,
    summary: 'Change the name, address or events of a webhook',
    body: updateWebhookInput,
    example: { name: 'The ledger' },
    run: (ctx, { endpointId, body }) => updateEndpoint(ctx, endpointId, body),
    answers: [ok('As it is now.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  pauseWebhook: operation({
    ...called,
    id: 'pauseWebhook',
    method: 'post',
    path: `${endpoint}/pause`,
    summary: 'Send nothing until it is resumed',
    run: (ctx, { endpointId }) => pauseEndpoint(ctx, endpointId),
    answers: [ok('It is paused.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  resumeWebhook: operation({
    ...called,
    id: 'resumeWebhook',
    method: 'post',
    path: `${endpoint}/resume`,
    summary: 'Go on with a webhook that was paused or switched off',
    description: 'What happened meanwhile is sent, as far as it is not older than three days.',
    run: (ctx, { endpointId }) => resumeEndpoint(ctx, endpointId),
    answers: [ok('It is active.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  testWebhook: operation({
    ...called,
    id: 'testWebhook',
    method: 'post',
    path: `${endpoint}/test`,
    summary: 'Send a test to a webhook',
    description:
      'A `webhook.test`, signed and logged as events are, and sent once; also while the webhook is paused or switched off. What came of it is in its deliveries.',
    run: (ctx, { endpointId }) => sendTest(ctx, endpointId),
    answers: [recorded('It is about to be sent.', webhookDelivery)],
    errors: ['not_found', 'forbidden'],
  }),
  rotateWebhookSecret: operation({
    ...called,
    id: 'rotateWebhookSecret',
    method: 'post',
    path: `${endpoint}/secret`,
    summary: 'Give a webhook a new secret',
    description: 'For a day the one before signs as well.',
    idempotency: 'secret',
    run: (ctx, { endpointId }) => rotateSecret(ctx, endpointId),
    answers: [ok('The new one, told this once.', webhookWithSecret)],
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
    answers: [ok('It is gone.', z.object({ endpointId: z.string() }))],
    errors: ['not_found', 'forbidden'],
  }),
  listDeliveries: operation({
    ...called,
    id: 'listDeliveries',
    method: 'get',
    path: `${endpoint}/deliveries`,
    summary: 'What a webhook was told, the newest event first',
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
    summary: 'Send an event once more',
    description: 'Under the same `webhook-id`.',
    run: (ctx, { endpointId, deliveryId }) => redeliver(ctx, endpointId, deliveryId),
    answers: [recorded('It is about to be sent.', webhookDelivery)],
    errors: ['not_found', 'conflict'],
  }),
};
