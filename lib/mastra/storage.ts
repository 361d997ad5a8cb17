import type { MastraCompositeStore, WorkflowsStorage } from '@mastra/core/storage';
import { openClient } from '@/db/client';
import type { WorkflowStoreConfig } from '@/lib/env';
import type { FencedStore } from './fence';
import { fencedLibSQL } from './fenced-libsql';
import { fencedMemory } from './fenced-memory';
import { indexSnapshots, libsqlSnapshots, listSnapshotsBy } from './snapshot-list';

/**
 * The snapshot store, with the one domain in use: a full store would make 44 tables at every cold start. Drivers are
 * loaded when they are chosen.
 */
export async function openStorage(config: WorkflowStoreConfig): Promise<FencedStore> {
  switch (config.kind) {
    case 'libsql': {
      const client = openClient(config);
      // WAL is kept in the file itself, so one statement on any connection is enough.
      if (config.url.startsWith('file:')) await client.execute('pragma journal_mode = wal');
      const storage = await fencedLibSQL(client);
      await indexSnapshots(client);
      listSnapshotsBy(storage, libsqlSnapshots(client));
      return storage;
    }
    case 'postgres':
      return (await import('./fenced-postgres')).fencedPostgres(config);
    case 'upstash':
      return (await import('./fenced-upstash')).fencedUpstash(config);
    case 'memory':
      return fencedMemory();
  }
}

export async function workflowStoreOf(storage: MastraCompositeStore): Promise<WorkflowsStorage> {
  const store = await storage.getStore('workflows');
  if (!store) throw new Error('the snapshot store has no workflows domain');
  return store;
}
