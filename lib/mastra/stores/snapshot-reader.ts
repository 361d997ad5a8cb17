import { existsSync } from 'node:fs';
import { filePath } from '@/db/client';
import type { Env } from '@/lib/base/env';
import type { EngineSnapshot } from '@/lib/engine/snapshot';
import { readSnapshot } from '@/lib/mastra/inspect/read-snapshot';
import { openStorage, workflowStoreOf } from './storage';

/** Reads snapshots without an engine, for commands. A store whose file does not exist reads as empty. */
export async function snapshotReader(config: Env['workflowStore']): Promise<{
  read: (run: { id: string; workflowId: string }) => Promise<EngineSnapshot | null>;
  close: () => Promise<void>;
}> {
  const isAbsent =
    config.kind === 'memory' ||
    (config.kind === 'libsql' && config.url.startsWith('file:') && !existsSync(filePath(config.url)));
  if (isAbsent) return { read: () => Promise.resolve(null), close: () => Promise.resolve() };
  const storage = await openStorage(config);
  const store = await workflowStoreOf(storage);
  return { read: (run) => readSnapshot(store, run), close: () => storage.close() };
}
