import { and, asc, desc, eq, type SQL } from 'drizzle-orm';
import { apiKeys, users } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { requirePerson } from '@/lib/people/require-scope';
import { fromPermissions } from '@/lib/people/scopes';
import type { ApiKey } from './types';
import { readable } from '@/lib/base/readable/readable';

const maxShown = 500;

/** Keys with their owners. Those of the owner `first` come first, so the limit cannot cut them off. */
export async function keysWhere(
  { db }: Pick<Context, 'db'>,
  where: SQL | undefined,
  first = '',
): Promise<ApiKey[]> {
  const rows = await db
    .select({ key: apiKeys, owner: { id: users.id, name: users.name } })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.referenceId))
    .where(and(eq(apiKeys.enabled, true), where))
    .orderBy(desc(eq(users.id, first)), asc(users.name), desc(apiKeys.createdAt))
    .limit(maxShown);
  return rows.map(({ key, owner }) => ({
    keyId: key.id,
    name: readable(key.name),
    start: key.start ?? '',
    owner: { ...owner, name: readable(owner.name) },
    scopes: fromPermissions(key.permissions),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastRequest?.toISOString() ?? null,
  }));
}

/**
 * The actor's keys that are not revoked, newest first; for administrators also everybody else's, by owner. @throws
 * forbidden
 */
export async function listApiKeys(ctx: Context): Promise<ApiKey[]> {
  const reader = requirePerson(ctx);
  return keysWhere(
    ctx,
    reader.roles.includes('admin') ? undefined : eq(apiKeys.referenceId, reader.id),
    reader.id,
  );
}
