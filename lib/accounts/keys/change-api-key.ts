import { eq, sql } from 'drizzle-orm';
import { apiKeys } from '@/db/schema';
import type { AuditVerb } from '@/lib/journal/audit';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { conflict, forbidden, notFound } from '@/lib/base/errors';
import { keysWhere } from './list-api-keys';
import { requirePerson } from '@/lib/people/require-scope';
import { grantedScope, toPermissions } from '@/lib/people/scopes';
import type { ApiKey } from './types';

/** A key that the actor may see: their own or, for administrators, any. @throws forbidden, not_found */
async function keyFor(ctx: Context, keyId: string): Promise<ApiKey> {
  const reader = requirePerson(ctx);
  const [key] = await keysWhere(ctx, eq(apiKeys.id, keyId));
  if (!key || (key.owner.id !== reader.id && !reader.roles.includes('admin'))) throw notFound('key');
  return key;
}

/**
 * Updates a key, with its audit row. @throws conflict if the key was revoked or its scopes changed since it was read
 */
async function change(
  ctx: Context,
  key: ApiKey,
  set: Partial<typeof apiKeys.$inferInsert>,
  event: { verb: AuditVerb; before: { scopes: string[] }; after: { scopes: string[] } },
): Promise<void> {
  const { won } = await commit(ctx, {
    when: sql`exists (select 1 from ${apiKeys} k where k.id = ${key.keyId} and k.enabled = 1 and k.permissions = ${toPermissions(key.scopes)})`,
    event: { ...event, data: { keyId: key.keyId, name: key.name, owner: key.owner.name } },
    changes: [update(apiKeys, { ...set, updatedAt: ctx.clock.now() }, eq(apiKeys.id, key.keyId))],
  });
  if (!won) throw conflict('key_changed');
}

/**
 * Revokes a key, effective immediately. For its owner and administrators; repeating it succeeds. @throws forbidden,
 * not_found, conflict
 */
export async function revokeApiKey(ctx: Context, keyId: string): Promise<void> {
  const reader = requirePerson(ctx);
  const [row] = await ctx.db
    .select({ ownerId: apiKeys.referenceId, enabled: apiKeys.enabled })
    .from(apiKeys)
    .where(eq(apiKeys.id, keyId));
  if (row && !row.enabled && (row.ownerId === reader.id || reader.roles.includes('admin'))) return;
  const key = await keyFor(ctx, keyId);
  await change(
    ctx,
    key,
    { enabled: false },
    { verb: 'key.revoked', before: { scopes: key.scopes }, after: { scopes: [] } },
  );
}

/**
 * Lets a key decide for its owner. For administrators; repeating it succeeds. @throws forbidden, not_found, conflict
 */
export async function grantDeciding(ctx: Context, keyId: string): Promise<ApiKey> {
  const key = await keyFor(ctx, keyId);
  if (!requirePerson(ctx).roles.includes('admin'))
    throw forbidden('scope_needs_admin', { scope: grantedScope });
  if (key.scopes.includes(grantedScope)) return key;
  const after: ApiKey['scopes'] = [...key.scopes, grantedScope];
  await change(
    ctx,
    key,
    { permissions: toPermissions(after) },
    { verb: 'key.granted', before: { scopes: key.scopes }, after: { scopes: after } },
  );
  return { ...key, scopes: after };
}
