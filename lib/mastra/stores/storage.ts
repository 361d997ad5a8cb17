import { NoAnswerError } from '@/db/away';
import pTimeout from 'p-timeout';
import type { MastraCompositeStore, WorkflowsStorage } from '@mastra/core/storage';
import { openClient } from '@/db/client';
import { DatabaseError } from '@/db/database-error';
import type { WorkflowStoreConfig } from '@/lib/base/env';
import type { FencedStore } from './fence';
import { fencedLibSQL } from './fenced-libsql';
import { fencedMemory } from './fenced-memory';
import { indexSnapshots, libsqlSnapshots, listSnapshotsBy } from './snapshot-list';
import { storageFault } from './storage-fault';

async function openLibSQL(config: WorkflowStoreConfig & { kind: 'libsql' }): Promise<FencedStore> {
  const client = openClient(config);
  try {
    // WAL mode is stored in the file, so setting it once on any connection is enough.
    if (config.url.startsWith('file:')) await client.execute('pragma journal_mode = wal');
    const storage = await fencedLibSQL(client);
    await indexSnapshots(client);
    listSnapshotsBy(storage, libsqlSnapshots(client));
    return storage;
  } catch (error) {
    client.close();
    throw error;
  }
}

async function open(config: WorkflowStoreConfig): Promise<FencedStore> {
  switch (config.kind) {
    case 'libsql':
      return openLibSQL(config);
    case 'postgres':
      return (await import('./fenced-postgres')).fencedPostgres(config);
    case 'upstash':
      return (await import('./fenced-upstash')).fencedUpstash(config);
    case 'memory':
      return fencedMemory();
  }
}

/** A store that accepts a connection and never answers counts as away. */
const longestMs = 20_000;

/**
 * Opens the snapshot store, creating and testing what it needs. Only the workflows domain: a full store would
 * create 44 tables on every cold start. Drivers are loaded on demand.
 * @throws DatabaseError with one sentence saying what to change; its cause tells an unreachable store from
 *   one that refuses us
 */
export async function openStorage(config: WorkflowStoreConfig): Promise<FencedStore> {
  try {
    return await pTimeout(open(config), {
      milliseconds: longestMs,
      message: new NoAnswerError(`no answer within ${longestMs / 1000} s`),
    });
  } catch (error) {
    throw error instanceof DatabaseError
      ? error
      : new DatabaseError(storageFault(error, config), { cause: error });
  }
}

export async function workflowStoreOf(storage: MastraCompositeStore): Promise<WorkflowsStorage> {
  const store = await storage.getStore('workflows');
  if (!store) throw new Error('the snapshot store has no workflows domain');
  return store;
}
