import { Client } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { openDatabase } from '@/db/client';
import { migrate } from '@/db/migrate';
import { parseEnv } from '@/lib/base/env';
import { openStorage } from '@/lib/mastra/stores/storage';
import { freePort } from '@/scripts/support/ports';
import { otherProcess, production } from './other-process';
import { appDatabases, onEach, postgres, sqld, upstash } from './places';

type Variables = Record<string, string>;
type Wrong = { set: Variables; says: string };

/**
 * Opens the stores as a start does.
 * @returns the reason it fails with, or `started`
 */
async function reason(set: Variables): Promise<string> {
  const { database, workflowStore } = parseEnv({ ...production, ...set });
  const db = openDatabase(database);
  try {
    await migrate(db, database);
    await (await openStorage(workflowStore)).close();
    return 'started';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    db.$client.close();
  }
}

const hostOf = (url: string) => new URL(url).host;

function changed(
  url: string,
  parts: Partial<Record<'username' | 'password' | 'hostname' | 'port' | 'pathname', string>>,
): string {
  const made = new URL(url);
  Object.assign(made, parts);
  return made.href;
}

async function remoteFaults(): Promise<Record<string, Wrong>> {
  const [server, other, migrated, closed] = [await sqld(), await sqld(), await sqld(), await freePort()];
  const [at, own] = [hostOf(server.url), { DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: server.authToken }];
  const readOnly = { DATABASE_URL: migrated.url, DATABASE_AUTH_TOKEN: migrated.tokenOf({ a: 'ro' }) };
  expect(await reason({ DATABASE_URL: migrated.url, DATABASE_AUTH_TOKEN: migrated.authToken })).toBe(
    'started',
  );
  const refused = (variable: string) =>
    `The app database at ${at} refuses its token, which is wrong, has expired or is another database's; set ${variable} to a new one.`;
  const workflows = (set: Variables): Variables => ({
    ...own,
    WORKFLOW_DATABASE_URL: other.url,
    WORKFLOW_DATABASE_AUTH_TOKEN: other.authToken,
    ...set,
  });
  return {
    'app database: no token': {
      set: { DATABASE_URL: server.url },
      says: `The app database at ${at} asks for a token; set DATABASE_AUTH_TOKEN.`,
    },
    'app database: another token': {
      set: { ...own, DATABASE_AUTH_TOKEN: other.authToken },
      says: refused('DATABASE_AUTH_TOKEN'),
    },
    'app database: no token at all': {
      set: { ...own, DATABASE_AUTH_TOKEN: 'hunter2-secret' },
      says: refused('DATABASE_AUTH_TOKEN'),
    },
    'app database: an expired token, by the names of Turso': {
      set: {
        TURSO_DATABASE_URL: server.url,
        TURSO_AUTH_TOKEN: server.tokenOf({ a: 'rw', exp: 1_700_000_000 }),
      },
      says: refused('TURSO_AUTH_TOKEN'),
    },
    'app database: a token that may only read, at the first start': {
      set: { ...own, DATABASE_AUTH_TOKEN: server.tokenOf({ a: 'ro' }) },
      says: `The token of the app database at ${at} may not write; set DATABASE_AUTH_TOKEN to one that may read and write.`,
    },
    'app database: a token that may only read, at a later start': {
      set: readOnly,
      says: `The token of the app database at ${hostOf(migrated.url)} may not write; set DATABASE_AUTH_TOKEN to one that may read and write.`,
    },
    'app database: another port': {
      set: { ...own, DATABASE_URL: `http://127.0.0.1:${closed}` },
      says: `The app database at 127.0.0.1:${closed} cannot be reached (connect ECONNREFUSED 127.0.0.1:${closed}); start it, or correct DATABASE_URL.`,
    },
    'app database: no such host': {
      set: { ...own, DATABASE_URL: 'libsql://desk.invalid' },
      says: 'There is no host desk.invalid to be found for the app database; correct DATABASE_URL, or mend the network.',
    },
    'app database: a server without TLS': {
      set: { ...own, DATABASE_URL: server.url.replace('http:', 'libsql:') },
      says: `The server at ${at} does not speak TLS; begin DATABASE_URL with http: if it is meant to be the app database without TLS, or correct it.`,
    },
    'app database: another path': {
      set: { ...own, DATABASE_URL: `${server.url}/some/desk` },
      says: `There is no libSQL database at ${at} (HTTP status 404); correct DATABASE_URL.`,
    },
    'workflow database: another token': {
      set: workflows({ WORKFLOW_DATABASE_AUTH_TOKEN: server.authToken }),
      says: `The workflow store at ${hostOf(other.url)} refuses its token, which is wrong, has expired or is another database's; set WORKFLOW_DATABASE_AUTH_TOKEN to a new one.`,
    },
    'workflow database: a token that may only read': {
      set: workflows({ WORKFLOW_DATABASE_AUTH_TOKEN: other.tokenOf({ a: 'ro' }) }),
      says: `The token of the workflow store at ${hostOf(other.url)} may not write; set WORKFLOW_DATABASE_AUTH_TOKEN to one that may read and write.`,
    },
    'workflow database: another port': {
      set: workflows({ WORKFLOW_DATABASE_URL: `http://127.0.0.1:${closed}` }),
      says: `The workflow store at 127.0.0.1:${closed} cannot be reached (connect ECONNREFUSED 127.0.0.1:${closed}); start it, or correct WORKFLOW_DATABASE_URL.`,
    },
  };
}

async function postgresFaults(app: Variables): Promise<Record<string, Wrong>> {
  const { url } = await postgres();
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(
    "create role limited login password 'limited-secret'; create schema empty; grant usage on schema empty to limited",
  );
  await admin.end();
  const [at, closed, { username }] = [`Postgres at ${hostOf(url)}`, await freePort(), new URL(url)];
  const set = (POSTGRES_URL: string, more: Variables = {}): Variables => ({
    ...app,
    WORKFLOW_STORE: 'postgres',
    POSTGRES_URL,
    ...more,
  });
  const limited = changed(url, { username: 'limited', password: 'limited-secret' });
  const grant = (schema: string, why: string) =>
    `The user "limited" may not make or use tables in the schema "${schema}" of ${at} (${why}); grant it USAGE and CREATE there, or give another POSTGRES_SCHEMA.`;
  return {
    'Postgres: another password': {
      set: set(changed(url, { password: 'hunter2-secret' })),
      says: `${at} refuses the password of the user "${username}", or does not know the user; correct POSTGRES_URL.`,
    },
    'Postgres: another user': {
      set: set(changed(url, { username: 'nobody' })),
      says: `${at} refuses the password of the user "nobody", or does not know the user; correct POSTGRES_URL.`,
    },
    'Postgres: no password': {
      set: set(changed(url, { password: '' })),
      says: `${at} asks for a password; write it into POSTGRES_URL.`,
    },
    'Postgres: another database': {
      set: set(changed(url, { pathname: '/desk' })),
      says: `${at} has no such database (database "desk" does not exist); make it, or correct POSTGRES_URL.`,
    },
    'Postgres: may make no schema': {
      set: set(limited),
      says: grant('countersign', 'permission denied for database postgres'),
    },
    'Postgres: may make no tables': {
      set: set(limited, { POSTGRES_SCHEMA: 'empty' }),
      says: grant('empty', 'permission denied for schema empty'),
    },
    'Postgres: another port': {
      set: set(changed(url, { port: String(closed) })),
      says: `The workflow store at 127.0.0.1:${closed} cannot be reached (connect ECONNREFUSED 127.0.0.1:${closed}); start it, or correct POSTGRES_URL.`,
    },
    'Postgres: no such host': {
      set: set(changed(url, { hostname: 'db.invalid', port: '' })),
      says: 'There is no host db.invalid to be found for the workflow store; correct POSTGRES_URL, or mend the network.',
    },
  };
}

async function upstashFaults(app: Variables): Promise<Record<string, Wrong>> {
  const [{ url, token, readOnlyToken }, other, closed] = [await upstash(), await sqld(), await freePort()];
  const set = (UPSTASH_REDIS_REST_URL: string, UPSTASH_REDIS_REST_TOKEN = token): Variables => ({
    ...app,
    WORKFLOW_STORE: 'upstash',
    UPSTASH_REDIS_REST_URL,
    UPSTASH_REDIS_REST_TOKEN,
  });
  return {
    'Upstash: another token': {
      set: set(url, 'hunter2-secret'),
      says: `Upstash at ${hostOf(url)} refuses its token, which is wrong or is another database's; set UPSTASH_REDIS_REST_TOKEN to the one of this database.`,
    },
    'Upstash: a token that may only read': {
      set: set(url, readOnlyToken),
      says: `The token of Upstash at ${hostOf(url)} may not write; set UPSTASH_REDIS_REST_TOKEN to the one that may read and write.`,
    },
    'Upstash: another port': {
      set: set(`http://127.0.0.1:${closed}`),
      says: `The workflow store at 127.0.0.1:${closed} cannot be reached (connect ECONNREFUSED 127.0.0.1:${closed}); start it, or correct UPSTASH_REDIS_REST_URL.`,
    },
    'Upstash: another kind of server': {
      set: set(other.url),
      says: `What answers at ${hostOf(other.url)} does not speak Upstash's REST protocol (Unexpected end of JSON input); correct UPSTASH_REDIS_REST_URL.`,
    },
  };
}

const faults: Record<string, (app: Variables) => Promise<Record<string, Wrong>>> = {
  'remote LibSQL': remoteFaults,
  Postgres: postgresFaults,
  Upstash: upstashFaults,
};

onEach('wrong settings', faults, (faultsOf) => {
  let wrong: [string, Wrong][];
  beforeAll(async () => {
    wrong = Object.entries(await faultsOf({ DATABASE_URL: (await appDatabases.file!()).url }));
  });

  test('ends the start with one sentence that says what to change, without a secret', async () => {
    const said = await Promise.all(wrong.map(async ([name, { set }]) => [name, await reason(set)]));
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(wrong.map(([name, { says }]) => [name, says])),
    );
  });

  test('a server prints nothing else and exits', async () => {
    const [, { set, says }] = wrong[1]!;
    expect(await otherProcess('tests/stores/boot-process.ts', set)).toEqual({
      code: 1,
      out: '',
      err: `\n${says}\n\n`,
    });
  });
});

test('a manual sweep says the same', async () => {
  const port = await freePort();
  const set = {
    DATABASE_URL: (await appDatabases.file!()).url,
    WORKFLOW_STORE: 'postgres',
    POSTGRES_URL: `postgres://desk:hunter2-secret@127.0.0.1:${port}/desk`,
  };
  const err = `The workflow store at 127.0.0.1:${port} cannot be reached (connect ECONNREFUSED 127.0.0.1:${port}); start it, or correct POSTGRES_URL.\n`;
  expect(await otherProcess('scripts/recover.ts', set)).toEqual({ code: 2, out: '', err });
});
