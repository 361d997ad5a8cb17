import { rm } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, describe } from 'vitest';
import { openClient } from '@/db/client';
import type { Env, WorkflowStoreConfig } from '@/lib/base/env';
import { mayInstall } from '@/scripts/support/programs';
import { findPostgres, startPostgres } from '@/scripts/support/services/postgres';
import { findRedis, startUpstash } from '@/scripts/support/services/redis';
import { findSqld, startSqld, type Sqld } from '@/scripts/support/services/sqld';
import { temporaryFolder } from '@/tests/support/temporary-folder';

const stops: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function folder(): Promise<string> {
  const dir = await temporaryFolder('stores');
  stops.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Starts on first use in a test file, and stops with the file. */
function once<T extends { stop: () => Promise<void> }>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return async () => {
    started ??= start();
    const service = await started;
    if (!stops.includes(service.stop)) stops.push(service.stop);
    return service;
  };
}

export const postgres = once(() => startPostgres(console.log));
export const upstash = once(() => startUpstash(console.log));

/** A fresh libSQL server. */
export async function sqld(): Promise<Sqld> {
  const server = await startSqld(await folder());
  stops.push(server.stop);
  return server;
}

const remote = async () => {
  const { url, authToken } = await sqld();
  return { url, authToken };
};

const file = async (name: string) => `file:${path.join(await folder(), name)}`;

/** Every kind of snapshot store, on a real server; each call gives an empty one. */
export const workflowStores: Record<string, () => Promise<WorkflowStoreConfig>> = {
  'LibSQL file': async () => ({ kind: 'libsql', url: await file('workflows.db'), authToken: undefined }),
  'remote LibSQL': async () => ({ kind: 'libsql', ...(await remote()) }),
  Postgres: async () => ({
    kind: 'postgres',
    url: (await postgres()).url,
    schema: `desk_${randomUUID().replaceAll('-', '_')}`,
  }),
  Upstash: async () => {
    const { url, token, clear } = await upstash();
    await clear();
    return { kind: 'upstash', url, token };
  },
};

/** Every kind of app database. */
export const appDatabases: Record<string, () => Promise<Env['database']>> = {
  file: async () => ({ url: await file('app.db'), authToken: undefined }),
  remote,
};

const ours = (names: unknown[]) =>
  names
    .map(String)
    .filter((name) => !/^(sqlite_|_litestream|libsql_)/.test(name))
    .toSorted();

/** The contents of a snapshot store: tables, or keys for Redis. */
export async function contentsOf(config: WorkflowStoreConfig): Promise<string[]> {
  switch (config.kind) {
    case 'libsql': {
      const client = openClient(config);
      const { rows } = await client.execute("select name from sqlite_master where type = 'table'");
      client.close();
      return ours(rows.map(({ name }) => name));
    }
    case 'postgres': {
      const client = new Client({ connectionString: config.url });
      await client.connect();
      const { rows } = await client.query<{ table_name: string }>(
        'select table_name from information_schema.tables where table_schema = $1',
        [config.schema],
      );
      await client.end();
      return ours(rows.map((row) => row.table_name));
    }
    case 'upstash':
      return ours(await (await upstash()).keys());
    case 'memory':
      return [];
  }
}

/** Why a store's server is unavailable here; stores in files need none. */
function missing(store: string): string | undefined {
  const needed: [RegExp, () => string | undefined, boolean][] = [
    [/remote/, findSqld, false],
    [/Postgres/, findPostgres, mayInstall()],
    [/Upstash/, findRedis, mayInstall()],
  ];
  const absent = needed.find(
    ([name, find, installable]) => name.test(store) && !installable && find() === undefined,
  );
  return absent && `there is no server for ${store} here`;
}

/**
 * Runs one suite on several stores: a row each in the final table (matrix-reporter.ts). A store whose server
 * is missing and cannot be installed is skipped; the table says so, and CI fails.
 */
export function onEach<Place>(
  suite: string,
  places: Record<string, Place>,
  body: (place: Place) => void,
): void {
  for (const [store, place] of Object.entries(places))
    describe.skipIf(missing(store))(`${suite} · ${store}`, () => void body(place));
}
