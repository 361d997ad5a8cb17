import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import type { Env, WorkflowStoreConfig } from '@/lib/env';
import { startPostgres } from '@/scripts/support/services/postgres';
import { startUpstash } from '@/scripts/support/services/redis';
import { startSqld } from '@/scripts/support/services/sqld';

const stops: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function folder(): Promise<string> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'countersign-stores-'));
  stops.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Started at its first use in a test file, and stopped with it. */
function once<T extends { stop: () => Promise<void> }>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return async () => {
    started ??= start();
    const service = await started;
    if (!stops.includes(service.stop)) stops.push(service.stop);
    return service;
  };
}

const postgres = once(() => startPostgres(console.log));
const upstash = once(() => startUpstash(console.log));

/** An empty libSQL server of its own. */
async function sqld(): Promise<{ url: string; authToken: string }> {
  const server = await startSqld(await folder());
  stops.push(server.stop);
  return { url: server.url, authToken: server.authToken };
}

const file = async (name: string) => `file:${path.join(await folder(), name)}`;

/** Every store that snapshots may be kept in, on a real server; each call gives an empty one. */
export const workflowStores: Record<string, () => Promise<WorkflowStoreConfig>> = {
  'LibSQL file': async () => ({ kind: 'libsql', url: await file('workflows.db'), authToken: undefined }),
  'remote LibSQL': async () => ({ kind: 'libsql', ...(await sqld()) }),
  Postgres: async () => ({ kind: 'postgres', url: (await postgres()).url, schema: `desk_${randomUUID().replaceAll('-', '_')}` }),
  Upstash: async () => {
    const { url, token, clear } = await upstash();
    await clear();
    return { kind: 'upstash', url, token };
  },
};

/** Every place for the app database. */
export const appDatabases: Record<string, () => Promise<Env['database']>> = {
  file: async () => ({ url: await file('app.db'), authToken: undefined }),
  remote: sqld,
};
