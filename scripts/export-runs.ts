import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { DatabaseError } from '@/db/database-error';
import { EnvError, parseEnv } from '@/lib/base/env';
import { snapshotReader } from '@/lib/mastra/stores/snapshot-reader';
import { allRecords } from '@/lib/work/retention/all-records';
import type { RunRecord } from '@/lib/work/retention/run-record';
import { loadEnvFiles, openExisting, placeOf, UsageError } from './support/command';

const usage = `Writes every run as one line of JSON, oldest first: its row, tasks, decisions, audit events and the engine's snapshots.

  npm run -s export-runs > runs.jsonl
  npm run export-runs -- --out runs.jsonl --since 2026-01-01

  --out   a new file, for its owner alone; otherwise to standard output
  --since only runs that were asked for since then (a date, or a time in ISO 8601)
  --help  this text

Nothing is masked: keep it as safe as the databases. They are those of DATABASE_URL and WORKFLOW_STORE (or DATA_DIR);
.env.local and .env are read as the app does. A snapshot that cannot be read is null, with snapshotProblem.
Exit code: 0 all is written, 1 some snapshots could not be read, 2 it could not be done.`;

type Arguments = { help: boolean; out: string | undefined; since: Date | undefined };

function readArguments(argv: string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: argv,
      options: { out: { type: 'string' }, since: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const since = values.since === undefined ? undefined : new Date(values.since);
    if (since && Number.isNaN(since.getTime())) throw new UsageError(`${values.since} is no date.`);
    return { help: values.help ?? false, out: values.out, since };
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new UsageError(`${cause.message}\nTry: npm run export-runs -- --help`, { cause });
    throw cause;
  }
}

async function openNew(file: string) {
  try {
    return await open(file, 'wx', 0o600);
  } catch (cause) {
    throw new UsageError(
      `${file} cannot be made anew: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

type Counts = { runs: number; unread: number };

async function* lines(records: AsyncIterable<RunRecord>, counts: Counts): AsyncGenerator<string> {
  for await (const record of records) {
    counts.runs += 1;
    if (record.snapshotProblem !== null) counts.unread += 1;
    yield `${JSON.stringify(record)}\n`;
  }
}

async function write(text: AsyncGenerator<string>, out: string | undefined): Promise<void> {
  if (out === undefined) return pipeline(Readable.from(text), process.stdout, { end: false });
  const file = await openNew(out);
  await pipeline(Readable.from(text), file.createWriteStream({ flush: true }));
}

async function main(): Promise<void> {
  const { help, out, since } = readArguments(process.argv.slice(2));
  if (help) return console.log(usage);
  loadEnvFiles();
  // Nothing is signed here, so no secret is needed or created.
  const { database, workflowStore } = parseEnv({
    ...process.env,
    NODE_ENV: 'development',
    AUTH_SECRET: 'not used: an export signs nothing at all',
  });
  const db = await openExisting(database, ['runs', 'tasks', 'decisions', 'audit_events']);
  if (!db) return console.error(`There is nothing of Countersign at ${placeOf(database.url)} yet.`);
  const snapshots = await snapshotReader(workflowStore);
  const counts = { runs: 0, unread: 0 };
  try {
    await write(lines(allRecords(db, snapshots.read, since), counts), out);
  } finally {
    await snapshots.close();
    db.$client.close();
  }
  console.error(
    `${counts.runs} ${counts.runs === 1 ? 'run' : 'runs'} written${counts.unread > 0 ? `, ${counts.unread} without a snapshot that could not be read` : ''}.`,
  );
  process.exitCode = counts.unread > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  process.exitCode = 2;
  if (error instanceof EnvError) console.error(`The configuration is not right:\n${error.message}`);
  else console.error(error instanceof UsageError || error instanceof DatabaseError ? error.message : error);
});
