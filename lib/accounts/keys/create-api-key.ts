import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { apiKeys, users } from '@/db/schema';
import { insert } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { conflict, forbidden } from '@/lib/base/errors';
import { newId } from '@/lib/base/ids';
import { parse } from '@/lib/base/parse';
import { hashOf } from './read-key-actor';
import { requirePerson } from '@/lib/people/require-scope';
import { grantedScope, scopes, toPermissions } from '@/lib/people/scopes';
import { scope, type NewApiKey } from './types';

export const maxKeys = 20;
const keyPrefix = 'cs_';
const day = 86_400_000;

export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(60).meta({
    description: 'What the key is for. Its actions are recorded under this name.',
    example: 'Payroll export',
  }),
  scopes: z
    .array(scope)
    .min(1)
    .meta({
      description: `What the key may do. Only administrators can grant \`${grantedScope}\`.`,
      example: ['workflows:read', 'runs:start', 'runs:read'],
    }),
  expiresInDays: z.coerce
    .number()
    .int()
    .min(1)
    .max(366)
    .default(90)
    .meta({ description: 'Days until the key expires.' }),
});

/**
 * Creates a key that acts for its owner, within its scopes. Only this result contains the key; the database has its hash.
 * @throws forbidden (by a key; `tasks:decide` unless by an administrator), invalid, conflict (too many keys)
 */
export async function createApiKey(ctx: Context, input: unknown): Promise<NewApiKey> {
  const owner = requirePerson(ctx);
  const { name, scopes: given, expiresInDays } = parse(createApiKeyInput, input);
  if (given.includes(grantedScope) && !owner.roles.includes('admin'))
    throw forbidden('scope_needs_admin', { scope: grantedScope });
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + expiresInDays * day);
  const key = keyPrefix + randomBytes(32).toString('base64url');
  const id = newId('key');
  const start = key.slice(0, keyPrefix.length + 4);
  const kept = scopes.filter((one) => given.includes(one));
  const { won } = await commit(ctx, {
    when: sql`exists (select 1 from ${users} u where u.id = ${owner.id} and u.banned = 0)
      and (select count(*) from ${apiKeys} k where k.reference_id = ${owner.id} and k.enabled = 1 and k.expires_at > ${now.getTime()}) < ${maxKeys}`,
    event: {
      verb: 'key.created',
      after: { name, scopes: kept },
      data: { keyId: id, expiresAt: expiresAt.toISOString() },
    },
    changes: [
      insert(apiKeys, {
        id,
        name,
        start,
        prefix: keyPrefix,
        key: hashOf(key),
        referenceId: owner.id,
        permissions: toPermissions(kept),
        expiresAt,
        createdAt: now,
        updatedAt: now,
      }),
    ],
  });
  if (!won) throw conflict('too_many_keys', { max: maxKeys });
  return {
    keyId: id,
    key,
    name,
    start,
    owner: { id: owner.id, name: owner.name },
    scopes: kept,
    createdAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: null,
  };
}
