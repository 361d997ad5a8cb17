import { InMemoryStore, MastraCompositeStore, type WorkflowsStorage } from '@mastra/core/storage';
import { WorkflowsLibSQL } from '@mastra/libsql';
import { openClient } from '@/db/client';
import type { Env } from '@/lib/env';

/** The snapshot store, with the one domain in use: the full store would make 44 tables at every cold start. */
export async function openStorage(config: Env['workflowStore']): Promise<MastraCompositeStore> {
  if (config.kind === 'memory') return new InMemoryStore();
  const client = openClient(config);
  // WAL is kept in the file itself, so one statement on any connection is enough.
  if (config.url.startsWith('file:')) await client.execute('pragma journal_mode = wal');
  const storage = new MastraCompositeStore({ id: 'countersign', domains: { workflows: new WorkflowsLibSQL({ client }) } });
  await storage.init();
  return storage;
}

export async function workflowStoreOf(storage: MastraCompositeStore): Promise<WorkflowsStorage> {
  const store = await storage.getStore('workflows');
  if (!store) throw new Error('the snapshot store has no workflows domain');
  return store;
}
