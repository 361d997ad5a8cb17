import type { MastraCompositeStore, WorkflowsStorage } from '@mastra/core/storage';
import { openClient } from '@/db/client';
import type { Env } from '@/lib/env';
import type { FencedStore } from './fence';
import { fencedLibSQL } from './fenced-libsql';
import { fencedMemory } from './fenced-memory';

/** The snapshot store, with the one domain in use: the full store would make 44 tables at every cold start. */
export async function openStorage(config: Env['workflowStore']): Promise<FencedStore> {
  if (config.kind === 'memory') return fencedMemory();
  const client = openClient(config);
  // WAL is kept in the file itself, so one statement on any connection is enough.
  if (config.url.startsWith('file:')) await client.execute('pragma journal_mode = wal');
  return fencedLibSQL(client);
}

export async function workflowStoreOf(storage: MastraCompositeStore): Promise<WorkflowsStorage> {
  const store = await storage.getStore('workflows');
  if (!store) throw new Error('the snapshot store has no workflows domain');
  return store;
}
