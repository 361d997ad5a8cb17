import { createAuthEndpoint, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { APIError, BASE_ERROR_CODES } from '@better-auth/core/error';
import type { BetterAuthPlugin } from 'better-auth/types';
import { and, eq, gt, lt } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { roles, type Role } from '@/db/enums';
import { groupMembers, sessions, users } from '@/db/schema/auth';
import type { Clock } from '@/lib/clock';
import type { UserActor } from '@/lib/context';

/** The roles in a comma-separated column; words that are no role count for nothing. */
export function parseRoles(column: string): Role[] {
  const words = column.split(',').map((word) => word.trim());
  return roles.filter((role) => words.includes(role));
}

/** The person a live session belongs to, as they are in the database now; null when it ended or the account is closed. */
async function readActor(db: Database, clock: Clock, token: string): Promise<UserActor | null> {
  const rows = await db
    .select({ id: users.id, name: users.name, email: users.email, role: users.role, group: groupMembers.groupId })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(groupMembers, eq(groupMembers.userId, users.id))
    .where(and(eq(sessions.token, token), gt(sessions.expiresAt, clock.now()), eq(users.banned, false)))
    .orderBy(groupMembers.groupId);
  const [person] = rows;
  if (!person) return null;
  const groups = rows.flatMap(({ group }) => (group === null ? [] : [group]));
  return { kind: 'user', id: person.id, name: person.name, email: person.email, roles: parseRoles(person.role), groups };
}

const isClosed = async (db: Database, userId: string) =>
  (await db.select({ banned: users.banned }).from(users).where(eq(users.id, userId)))[0]?.banned !== false;

/**
 * Teaches better-auth what this app means by an actor and by a closed account (`users.banned`): the actor is read in
 * one query from the session's token, and a closed account answers sign-in exactly as a wrong password does.
 */
export function actorPlugin(db: Database, clock: Clock) {
  const needsOpenAccount = createAuthMiddleware(async (ctx) => {
    const session = await getSessionFromCtx(ctx);
    if (!session || !(await isClosed(db, session.user.id))) return;
    await ctx.context.internalAdapter.deleteUserSessions(session.user.id);
    throw APIError.from('UNAUTHORIZED', { code: 'UNAUTHORIZED', message: 'Unauthorized' });
  });
  return {
    id: 'countersign-actor',
    endpoints: {
      readActor: createAuthEndpoint.serverOnly({ method: 'GET', requireHeaders: true }, async (ctx) => {
        const token = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret);
        return token ? readActor(db, clock, token) : null;
      }),
    },
    hooks: { before: [{ matcher: ({ path }) => path !== '/sign-in/email' && path !== '/sign-out' && !!path, handler: needsOpenAccount }] },
    init: () => ({
      options: {
        databaseHooks: {
          session: {
            create: {
              before: async ({ userId }: { userId: string }) => {
                if (await isClosed(db, userId)) throw APIError.from('UNAUTHORIZED', BASE_ERROR_CODES.INVALID_EMAIL_OR_PASSWORD);
              },
              after: async ({ userId }: { userId: string }) => {
                await db.delete(sessions).where(and(eq(sessions.userId, userId), lt(sessions.expiresAt, clock.now())));
              },
            },
          },
        },
      },
    }),
  } satisfies BetterAuthPlugin;
}
