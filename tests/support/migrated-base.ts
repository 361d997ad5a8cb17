import { rm } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '@/db/client';
import { migrate } from '@/db/migrate';
import { temporaryFolder } from './temporary-folder';

declare module 'vitest' {
  export interface ProvidedContext {
    /** This run's temporary folder; `base.db` in it is a migrated, empty app database. */
    testRunDir: string;
    /** Where this run keeps its bundled programs: below node_modules, where they find their packages. */
    programsDir: string;
  }
}

/** Once per run: migrates one file that every test copies, and removes the run's files at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await temporaryFolder('test');
  const url = `file:${path.join(dir, 'base.db')}`;
  const db = openDatabase({ url });
  await migrate(db, { url });
  await db.run(sql`pragma wal_checkpoint(truncate)`);
  db.$client.close();
  project.provide('testRunDir', dir);
  const programsDir = path.join(project.config.root, 'node_modules/.cache', path.basename(dir));
  project.provide('programsDir', programsDir);
  return async () => {
    for (const made of [dir, programsDir]) await rm(made, { recursive: true, force: true });
  };
}
