import { grantDeciding, revokeApiKey } from '@/lib/accounts/keys/change-api-key';
import { createApiKey, createApiKeyInput } from '@/lib/accounts/keys/create-api-key';
import { listApiKeys } from '@/lib/accounts/keys/list-api-keys';
import { keysPath, newKeyCookie } from '@/lib/accounts/keys/new-key-cookie';
import { apiKey, newApiKey } from '@/lib/accounts/keys/types';
import { fieldOf } from '@/lib/api/http/read-form';
import { seeOther } from '@/lib/api/http/see-other';
import { pageOf } from '@/lib/base/shapes';
import { ok, operation } from './operation';

const onKey = {
  method: 'post',
  tag: 'Keys',
  form: { back: () => keysPath, next: () => keysPath },
  errors: ['not_found', 'conflict'],
} as const;

export const keyOperations = {
  listApiKeys: operation({
    id: 'listApiKeys',
    method: 'get',
    path: '/api/keys',
    tag: 'Keys',
    summary: 'List your API keys',
    description: 'Administrators see everybody’s keys.',
    run: async (ctx) => ({ items: await listApiKeys(ctx), nextCursor: null }),
    answers: [ok('All keys that are not revoked.', pageOf(apiKey))],
    errors: ['forbidden'],
  }),
  createApiKey: operation({
    id: 'createApiKey',
    method: 'post',
    path: '/api/keys',
    tag: 'Keys',
    summary: 'Create an API key',
    description: 'The key is shown only once, in this response.',
    body: createApiKeyInput,
    example: {
      name: 'Payroll export',
      scopes: ['workflows:read', 'runs:start', 'runs:read'],
      expiresInDays: 90,
    },
    idempotency: 'secret',
    run: (ctx, { body }) => createApiKey(ctx, body),
    answers: [{ status: 201, description: 'The new key.', json: newApiKey }],
    form: {
      back: () => keysPath,
      read: (fields) => ({
        name: fieldOf(fields, 'name'),
        scopes: fields.getAll('scopes'),
        expiresInDays: fieldOf(fields, 'expiresInDays'),
      }),
      next: (made, { request }) => seeOther(keysPath, [newKeyCookie(request, made)]),
    },
    errors: ['conflict'],
  }),
  revokeApiKey: operation({
    ...onKey,
    id: 'revokeApiKey',
    path: '/api/keys/{keyId}/revoke',
    summary: 'Revoke an API key',
    description: 'Takes effect immediately.',
    run: (ctx, { keyId }) => revokeApiKey(ctx, keyId),
    answers: [{ status: 204, description: 'The key is revoked.' }],
  }),
  grantDeciding: operation({
    ...onKey,
    id: 'grantDeciding',
    path: '/api/keys/{keyId}/grant',
    summary: 'Allow an API key to decide',
    description:
      'Adds the scope `tasks:decide`, which lets the key decide for its owner. For administrators.',
    run: (ctx, { keyId }) => grantDeciding(ctx, keyId),
    answers: [ok('The key.', apiKey)],
  }),
};
