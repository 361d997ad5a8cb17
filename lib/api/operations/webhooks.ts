import { z } from 'zod';
import { pageOf } from '@/lib/base/shapes';
import { createWebhookInput } from '@/lib/tell/webhooks/create-endpoint';
import { deliveryQuery } from '@/lib/tell/webhooks/list-deliveries';
import { webhookDelivery, webhookEndpoint, webhookWithSecret } from '@/lib/tell/webhooks/types';
import { updateWebhookInput } from '@/lib/tell/webhooks/update-endpoint';
import { ok, recorded, type Operation } from './operation';

const endpoints = '/api/webhooks';
const endpoint = `${endpoints}/{endpointId}`;
const called = { tag: 'Webhooks' } as const;

export const webhookOperations: Operation[] = [
  {
    ...called,
    id: 'listWebhooks',
    method: 'get',
    path: endpoints,
    summary: 'Where programs are told of events',
    answers: [ok('All of them, the oldest first.', z.object({ items: z.array(webhookEndpoint) }))],
    errors: ['not_found'],
  },
  {
    ...called,
    id: 'createWebhook',
    method: 'post',
    path: endpoints,
    summary: 'Tell a program of events',
    description: 'From now on, in the Standard Webhooks format. The secret is told this once.',
    body: createWebhookInput,
    example: { name: 'Ledger', url: 'https://ledger.example.com/hooks', events: ['run.finished'] },
    answers: [{ status: 201, description: 'It is added.', json: webhookWithSecret }],
    errors: ['not_found', 'forbidden', 'conflict'],
  },
  {
    ...called,
    id: 'getWebhook',
    method: 'get',
    path: endpoint,
    summary: 'One webhook',
    answers: [ok('As it is now.', webhookEndpoint)],
    errors: ['not_found'],
  },
  {
    ...called,
    id: 'updateWebhook',
    method: 'post',
    path: endpoint,
    summary: 'Change the name, address or events of a webhook',
    body: updateWebhookInput,
    example: { name: 'The ledger' },
    answers: [ok('As it is now.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  },
  {
    ...called,
    id: 'pauseWebhook',
    method: 'post',
    path: `${endpoint}/pause`,
    summary: 'Send nothing until it is resumed',
    answers: [ok('It is paused.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  },
  {
    ...called,
    id: 'resumeWebhook',
    method: 'post',
    path: `${endpoint}/resume`,
    summary: 'Go on with a webhook that was paused or switched off',
    description: 'What happened meanwhile is sent, as far as it is not older than three days.',
    answers: [ok('It is active.', webhookEndpoint)],
    errors: ['not_found', 'forbidden', 'conflict'],
  },
  {
    ...called,
    id: 'testWebhook',
    method: 'post',
    path: `${endpoint}/test`,
    summary: 'Send a test to a webhook',
    description:
      'A `webhook.test`, signed and logged as events are, and sent once; also while the webhook is paused or switched off. What came of it is in its deliveries.',
    answers: [recorded('It is about to be sent.', webhookDelivery)],
    errors: ['not_found', 'forbidden'],
  },
  {
    ...called,
    id: 'rotateWebhookSecret',
    method: 'post',
    path: `${endpoint}/secret`,
    summary: 'Give a webhook a new secret',
    description: 'For a day the one before signs as well.',
    answers: [ok('The new one, told this once.', webhookWithSecret)],
    errors: ['not_found', 'forbidden', 'conflict'],
  },
  {
    ...called,
    id: 'deleteWebhook',
    method: 'post',
    path: `${endpoint}/delete`,
    summary: 'Delete a webhook and its delivery log',
    answers: [ok('It is gone.', z.object({ endpointId: z.string() }))],
    errors: ['not_found', 'forbidden'],
  },
  {
    ...called,
    id: 'listDeliveries',
    method: 'get',
    path: `${endpoint}/deliveries`,
    summary: 'What a webhook was told, the newest event first',
    query: deliveryQuery,
    answers: [ok('A page of deliveries.', pageOf(webhookDelivery))],
    errors: ['not_found', 'invalid'],
  },
  {
    ...called,
    id: 'redeliver',
    method: 'post',
    path: `${endpoint}/deliveries/{deliveryId}/redeliver`,
    summary: 'Send an event once more',
    description: 'Under the same `webhook-id`.',
    answers: [recorded('It is about to be sent.', webhookDelivery)],
    errors: ['not_found', 'conflict'],
  },
];
