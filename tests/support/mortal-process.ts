import type { AnyWorkflow } from '@mastra/core/workflows';
import { drizzle } from 'drizzle-orm/libsql';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openClient, type Database } from '@/db/client';
import * as schema from '@/db/schema';
import { runLeases } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { createEngine } from '@/lib/mastra';
import { fencedLibSQL } from '@/lib/mastra/stores/fenced-libsql';
import { drainRun } from '@/lib/work/outbox/drain-run';
import type { TestDesk } from './desk';
import type { MortalDisk } from './mortal-disk';

/**
 * A simulated process on a desk's files, for as long as its disk lives. Build its workflows afresh, because
 * the engine keeps state on them.
 */
export async function mortalProcess(
  desk: TestDesk,
  disk: MortalDisk,
  workflows: Record<string, AnyWorkflow>,
): Promise<Context> {
  const file = desk.url.slice('file:'.length);
  const client = openClient({ url: desk.url });
  const store = openClient({ url: `file:${path.join(path.dirname(file), 'workflows.db')}` });
  onTestFinished(() => (client.close(), store.close()));
  const db: Database = drizzle(disk.mount(client), { schema });
  (globalThis as { countersignDatabase?: Database }).countersignDatabase = db;
  const storage = await fencedLibSQL(disk.mount(store));
  return { ...desk.as('system', await createEngine(storage, workflows)), db };
}

/**
 * Drives a run in a process that is killed after so many writes, and lets its lease run out.
 * @returns the last write, or null when the drive finished before
 */
export async function drivenUntil(
  desk: TestDesk,
  ctx: Context,
  disk: MortalDisk,
  runId: string,
  writes: number,
): Promise<string | null> {
  disk.dieAfter(writes);
  await Promise.race([drainRun(ctx, runId), disk.died]);
  await desk.db.update(runLeases).set({ expiresAt: 0 });
  return disk.dead ? (disk.writes.at(-1) ?? '') : null;
}
