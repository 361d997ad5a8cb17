import { createAuthEndpoint, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { APIError, BASE_ERROR_CODES } from '@better-auth/core/error';
import type { BetterAuthPlugin } from 'better-auth/types';
import { and, eq, lt } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { sessions, users } from '@/db/schema/auth';
import type { Clock } from '@/lib/base/clock';

const isClosed = async (db: Database, userId: string) =>
  (await db.select({ banned: users.banned }).from(users).where(eq(users.id, userId)))[0]?.banned !== false;

/**
 * Adds two things to better-auth: an endpoint for the token in a session cookie, by which actor.ts reads the actor in one
 * query, and closed accounts (`users.banned`), whose sign-in is answered like a wrong password.
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
      /** The token in the session cookie; null if the cookie's signature is not ours. */
      sessionToken: createAuthEndpoint.serverOnly(
        { method: 'GET', requireHeaders: true },
        async (ctx) =>
          (await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret)) || null,
      ),
    },
    hooks: {
      before: [
        {
          matcher: ({ path }) => path !== '/sign-in/email' && path !== '/sign-out' && !!path,
          handler: needsOpenAccount,
        },
      ],
    },
    init: () => ({
      options: {
        databaseHooks: {
          session: {
            create: {
              before: async ({ userId }: { userId: string }) => {
                if (await isClosed(db, userId))
                  throw APIError.from('UNAUTHORIZED', BASE_ERROR_CODES.INVALID_EMAIL_OR_PASSWORD);
              },
              after: async ({ userId }: { userId: string }) => {
                await db
                  .delete(sessions)
                  .where(and(eq(sessions.userId, userId), lt(sessions.expiresAt, clock.now())));
              },
            },
          },
        },
      },
    }),
  } satisfies BetterAuthPlugin;
}
