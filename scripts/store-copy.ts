import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DatabaseError } from '@/db/database-error';
import { filePath } from '@/db/client';
import { EnvError, parseEnv, type WorkflowStoreConfig } from '@/lib/base/env';
import type { SnapshotStore } from '@/lib/engine/snapshot-store';
import { copyRuns, type CopiedRun, type CopyOutcome } from '@/lib/work/stores/copy-runs';
import { loadEnvFiles, openExisting, placeOf, UsageError } from './support/command';
import { storeOf } from './support/store-argument';

const usage = `Copies the runs that have not ended from one snapshot store to another, and reads each snapshot back.

  npm run store:copy -- --from libsql --to postgres
  npm run store:copy -- --from file:.data/workflows.db --to libsql://desk-example.turso.io
  npm run store:copy -- --from postgres --to upstash --dry-run

  --from, --to  libsql, postgres or upstash: the store of the app's own variables, or of the same ones with FROM_ or
                TO_ before them (TO_POSTGRES_URL, FROM_WORKFLOW_DATABASE_AUTH_TOKEN, …); or a URL without secrets,
                whose token is in FROM_… or TO_… (a Postgres password in PGPASSWORD, too)
  --all         finished runs as well, so that their pages and restarts go on working there
  --dry-run     only say what would be done; the tables are made if they are missing
  --json        the result as JSON
  --help        this text

DATABASE_URL (or DATA_DIR) must be the desk's: a run is copied under its lease there, and the source is only read.
Repeat it as often as you like: what is the same stays, what went on since is updated, and what is newer on the other
store is left alone and told. Move a desk so: copy, stop the servers, copy again, start them with the new store.
Exit code: 0 all is there, 1 some runs are not (each is told), 2 it could not be done.`;

/** How often a long copy reports its progress, in milliseconds. */
const tellEveryMs = 2_000;

type Arguments = { help: boolean; json: boolean; all: boolean; dryRun: boolean; from: string; to: string };

function readArguments(argv: string[]): Arguments {
  try {
    const options = {
      from: { type: 'string' },
      to: { type: 'string' },
      all: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    const { values } = parseArgs({ args: argv, options });
    const { help = false, json = false, all = false, from = '', to = '' } = values;
    if (!help && (!from || !to))
      throw new UsageError('--from and --to are needed.\nTry: npm run store:copy -- --help');
    return { help, json, all, dryRun: values['dry-run'] ?? false, from, to };
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new UsageError(`${cause.message}\nTry: npm run store:copy -- --help`, { cause });
    throw cause;
  }
}

/** Where a store is, for people; without secrets. */
function nameOf(config: WorkflowStoreConfig): string {
  if (config.kind === 'memory') return 'memory';
  return config.kind === 'postgres'
    ? `${placeOf(config.url)}${new URL(config.url).pathname} (schema ${config.schema})`
    : placeOf(config.url);
}

function checkPlaces(from: WorkflowStoreConfig, to: WorkflowStoreConfig): void {
  if (from.kind === to.kind && nameOf(from) === nameOf(to))
    throw new UsageError(
      `Both are the store at ${nameOf(from)}; say with TO_… variables or a URL where the other one is.`,
    );
  if (from.kind === 'libsql' && from.url.startsWith('file:') && !existsSync(filePath(from.url)))
    throw new UsageError(`There is no file ${filePath(from.url)}.`);
}

const deepest = (error: unknown): string =>
  error instanceof Error
    ? error.cause instanceof Error
      ? deepest(error.cause)
      : error.message
    : String(error);

async function opened(config: WorkflowStoreConfig): Promise<SnapshotStore> {
  // Loaded only once the arguments are known to be valid: the engine takes a second.
  const { openSnapshots } = await import('@/lib/mastra/stores/stored-snapshots');
  try {
    return await openSnapshots(config);
  } catch (cause) {
    throw new UsageError(`The store at ${nameOf(config)} cannot be used: ${deepest(cause)}`, { cause });
  }
}

/** Reports each run that was not copied at once, and progress now and then. */
function teller() {
  let told = Date.now();
  return ({ runId, outcome, reason }: CopiedRun, { done, total }: { done: number; total: number }) => {
    if (reason !== undefined) console.error(`${outcome}: run ${runId}: ${reason}`);
    if (Date.now() - told < tellEveryMs) return;
    told = Date.now();
    console.error(`${done} of ${total} runs`);
  };
}

const outcomes: CopyOutcome[] = ['copied', 'updated', 'same', 'conflict', 'busy', 'failed'];

function summary(results: CopiedRun[]) {
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, results.filter((run) => run.outcome === outcome).length]),
  ) as Record<CopyOutcome, number>;
  return {
    runs: results.length,
    snapshots: results.reduce((sum, { snapshots }) => sum + snapshots, 0),
    ...counts,
  };
}

const inWords = ({ runs, snapshots, ...counts }: ReturnType<typeof summary>, dryRun: boolean) =>
  `${dryRun ? 'It would be: ' : ''}${runs} ${runs === 1 ? 'run' : 'runs'} (${snapshots} ${snapshots === 1 ? 'snapshot' : 'snapshots'})${outcomes.flatMap((outcome) => (counts[outcome] > 0 ? [`, ${counts[outcome]} ${outcome}`] : [])).join('')}.`;

async function copy({ all, dryRun, json, from: fromText, to: toText }: Arguments): Promise<boolean> {
  const [from, to] = [storeOf(fromText, 'FROM_', process.env), storeOf(toText, 'TO_', process.env)];
  checkPlaces(from, to);
  const { database } = parseEnv({
    ...process.env,
    NODE_ENV: 'development',
    WORKFLOW_STORE: 'libsql',
    AUTH_SECRET: 'not used: nothing is signed by a copy',
  });
  const db = await openExisting(database, ['runs', 'run_leases']);
  if (!db)
    throw new UsageError(
      `There is no desk at ${placeOf(database.url)}: DATABASE_URL (or DATA_DIR) must be the one whose runs are copied.`,
    );
  console.error(`From ${nameOf(from)} to ${nameOf(to)}`);
  const [source, target] = [await opened(from), await opened(to)];
  try {
    const results = await copyRuns({ db, from: source, to: target }, { all, dryRun, onRun: teller() });
    const counts = summary(results);
    console.log(json ? JSON.stringify(counts) : inWords(counts, dryRun));
    return counts.conflict + counts.busy + counts.failed === 0;
  } finally {
    await Promise.all([source.close(), target.close()]);
    db.$client.close();
  }
}

async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2));
  if (args.help) return console.log(usage);
  loadEnvFiles();
  process.exitCode = (await copy(args)) ? 0 : 1;
}

main().catch((error: unknown) => {
  process.exitCode = 2;
  if (error instanceof EnvError) console.error(`The configuration is not right:\n${error.message}`);
  else console.error(error instanceof UsageError || error instanceof DatabaseError ? error.message : error);
});
