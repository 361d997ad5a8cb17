import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { LibsqlSource } from '@/db/client';
import { EnvError, parseEnv, type Env } from '@/lib/base/env';
import { loadEnvFiles, placeOf, UsageError } from './support/command';
import { backUp, checkRestore, putBack } from './support/libsql-backup';

const usage = `Copies the desk's databases into a folder, while the desk is in use, and puts them back.

  npm run backup -- --to <new folder>       app.db and workflows.db of files, app.sql (and workflows.sql) of libSQL servers
  npm run backup -- --restore <folder>      into databases that are not there yet, or empty; stop the servers before

  --help  this text

The databases are those of DATABASE_URL and WORKFLOW_STORE (or DATA_DIR); .env.local and .env are read as the app does.
The app database is copied first: what happens until the snapshots are copied is found by the sweep after a restore.
Snapshots in Postgres or Upstash are backed up by their own means, or by npm run store:copy -- --all --to file:….
Keep the folder as safe as the databases, and AUTH_SECRET with it: sessions and the audit log's seals need it.
Exit code: 0 done, 2 it could not be done.`;

/** The databases of a desk, in the order to copy them. */
function databasesOf({ database, workflowStore }: Env): [name: string, source: LibsqlSource][] {
  const own = workflowStore.kind === 'libsql' && workflowStore.url !== database.url;
  return [['app', database], ...(own ? [['workflows', workflowStore] as [string, LibsqlSource]] : [])];
}

/** A note on what the backup does not include. */
const missing = ({ workflowStore: { kind } }: Env) =>
  kind === 'libsql'
    ? ''
    : `The snapshots are in ${kind === 'postgres' ? 'Postgres' : 'Upstash'} and are not part of it.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { to: { type: 'string' }, restore: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(usage);
  const { to, restore } = values;
  if ((to === undefined) === (restore === undefined))
    throw new UsageError('Give either --to or --restore.\nTry: npm run backup -- --help');
  loadEnvFiles();
  const config = parseEnv({
    ...process.env,
    NODE_ENV: 'development',
    AUTH_SECRET: 'not used: a backup signs nothing at all',
  });
  const dir = path.resolve(to ?? restore ?? '');
  if (to !== undefined) await mkdir(dir, { recursive: true, mode: 0o700 });
  else await mkdir(config.dataDir, { recursive: true });
  const databases = databasesOf(config);
  // All before the first is restored, so that a refusal leaves nothing behind.
  if (to === undefined) for (const [name, source] of databases) await checkRestore(dir, name, source);
  for (const [name, source] of databases) {
    if (to === undefined) await putBack(dir, name, source);
    console.log(
      to === undefined
        ? `${placeOf(source.url)} is back.`
        : `${placeOf(source.url)} → ${await backUp(source, dir, name)}`,
    );
  }
  if (missing(config)) console.error(missing(config));
}

main().catch((error: unknown) => {
  process.exitCode = 2;
  if (error instanceof EnvError) return console.error(`The configuration is not right:\n${error.message}`);
  console.error(error instanceof UsageError || error instanceof TypeError ? error.message : error);
});
