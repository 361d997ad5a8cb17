import { createApiKeyInput } from '@/lib/accounts/keys/create-api-key';
import { apiKey, newApiKey } from '@/lib/accounts/keys/types';
import { pageOf } from '@/lib/base/shapes';
import { ok, type Operation } from './operation';

const onKey = { method: 'post', tag: 'Keys', form: true, errors: ['not_found', 'conflict'] } as const;

export const keyOperations: Operation[] = [
  {
    id: 'listApiKeys',
    method: 'get',
    path: '/api/keys',
    tag: 'Keys',
    summary: 'One’s own keys',
    description: 'Administrators see everybody’s.',
    answers: [ok('All that are not revoked.', pageOf(apiKey))],
    errors: ['forbidden'],
  },
  {
    id: 'createApiKey',
    method: 'post',
    path: '/api/keys',
    tag: 'Keys',
    summary: 'Make a key',
    description: 'The key is in the answer and nowhere else.',
    body: createApiKeyInput,
    example: {
      name: 'Payroll export',
      scopes: ['workflows:read', 'runs:start', 'runs:read'],
      expiresInDays: 90,
    },
    form: true,
    answers: [{ status: 201, description: 'The new key.', json: newApiKey }],
    errors: ['conflict'],
  },
  {
    ...onKey,
    id: 'revokeApiKey',
    path: '/api/keys/{keyId}/revoke',
    summary: 'Revoke a key',
    description: 'It is dead at once.',
    answers: [{ status: 204, description: 'It is revoked.' }],
  },
  {
    ...onKey,
    id: 'grantDeciding',
    path: '/api/keys/{keyId}/grant',
    summary: 'Let a key decide',
    description:
      'Administrators give a key the scope `tasks:decide`, with which it answers in its owner’s place.',
    answers: [ok('The key.', apiKey)],
  },
];
