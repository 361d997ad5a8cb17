import { betterAuth } from 'better-auth/minimal';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { relations } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql';
import type { Database } from '@/db/client';
import { accounts, rateLimits, sessions, users, verifications } from '@/db/schema/auth';
import { systemClock, type Clock } from '@/lib/base/clock';
import { database } from '@/lib/base/database';
import { env, type Env } from '@/lib/base/env';
import { log } from '@/lib/base/log';
import { actorPlugin } from './actor-plugin';
import { cookiePrefix, isHttps } from './cookies';
import { maxPasswordLength, minPasswordLength } from './inputs';
import { trustedOrigins } from './origins';
import { consumeRateLimit } from './rate-limit';

/** The client's address, set by `handleAuth`, which drops a header of this name sent by the client. */
export const addressHeader = 'x-countersign-address';

const day = 24 * 60 * 60;

const tables = {
  user: users,
  session: sessions,
  account: accounts,
  verification: verifications,
  rateLimit: rateLimits,
};
const joins = {
  userRelations: relations(users, ({ many }) => ({ accounts: many(accounts) })),
  accountRelations: relations(accounts, ({ one }) => ({
    user: one(users, { fields: [accounts.userId], references: [users.id] }),
  })),
  sessionRelations: relations(sessions, ({ one }) => ({
    user: one(users, { fields: [sessions.userId], references: [users.id] }),
  })),
};

/** Logs better-auth's errors as ours, except refused origins: those are the client's fault, and warnings. */
function report(level: string, message: string, ...rest: unknown[]) {
  if (level !== 'error') return;
  const write = /^(Invalid origin|Blocked cross-site)/.test(message) ? log.warn : log.error;
  write(`auth: ${message}`, rest.length > 0 ? { details: rest } : {});
}

/**
 * Sign-in by email and password over the app database, without sign-up: the seed, administrators or the command line
 * create people. Sessions last a week and are not extended, so reads never write. Users and accounts are read in one
 * joined query, so known and unknown emails take equally long.
 */
export function createAuth({
  db,
  settings,
  clock,
}: {
  db: Database;
  settings: Pick<Env, 'appUrl' | 'authSecret'>;
  clock: Clock;
}) {
  const instance = betterAuth({
    appName: 'Countersign',
    baseURL: settings.appUrl,
    basePath: '/api/auth',
    secret: settings.authSecret,
    trustedOrigins: trustedOrigins(settings.appUrl),
    telemetry: { enabled: false },
    logger: { log: report },
    database: drizzleAdapter(
      drizzle(db.$client, { schema: { users, accounts, sessions, verifications, rateLimits, ...joins } }),
      {
        provider: 'sqlite',
        schema: tables,
        transaction: false,
      },
    ),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength },
    session: { expiresIn: 7 * day, disableSessionRefresh: true },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 60 }, '/change-password': { window: 60, max: 10 } },
      customStorage: { consume: (key, rule) => consumeRateLimit(db, clock, `auth|${key}`, rule) },
    },
    advanced: {
      cookiePrefix,
      useSecureCookies: isHttps(settings),
      // Explicit, because better-auth switches both checks off under NODE_ENV=test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { joins: true },
    },
    plugins: [actorPlugin(db, clock)],
  });
  return Object.assign(instance, { db, clock });
}

export type Auth = ReturnType<typeof createAuth>;

const holder = globalThis as typeof globalThis & { countersignAuth?: Auth };

/** This process's better-auth, created on first use. */
export function auth(): Auth {
  return (holder.countersignAuth ??= createAuth({ db: database(), settings: env(), clock: systemClock }));
}
