import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { filePath, openDatabase, type Database } from '@/db/client';
import { EnvError, parseEnv } from '@/lib/env';
import { checkWorkflows, WorkflowError } from '@/lib/mastra/check-workflows';
import { workflows } from '@/lib/mastra/workflows';
import { codeOf } from '@/lib/preflight/code';
import { emptySummary, preflight, type Finding, type Summary } from '@/lib/preflight/preflight';

const usage = `Compares everything that waits in the app database with the workflows of this code, before it is deployed.

  npm run preflight            what would change for each open task, and what would break, in words
  npm run -s preflight -- --json   the same for programs: {"findings":[…],"summary":{…}}

  --json    JSON instead of text
  --help    this text

Nothing is changed: the database is only read, and not migrated. It is the one of DATABASE_URL (or DATA_DIR);
.env.local and .env are read as the app does.
Exit code: 0 nothing would break, 1 something would break, 2 it could not be compared.`;

/** A mistake in the call or its surroundings; its message is for the person who made it. */
class UsageError extends Error {}

function readArguments(argv: string[]): { help: boolean; json: boolean } {
  try {
    const { values } = parseArgs({ args: argv, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
    return { help: values.help ?? false, json: values.json ?? false };
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(`${cause.message}\nTry: npm run preflight -- --help`, { cause });
    throw cause;
  }
}

function loadEnvFiles(): void {
  for (const file of ['.env.local', '.env']) if (existsSync(file)) process.loadEnvFile(file);
}

/** Where the app database is. Nothing is signed here, so a deploy job needs no secret, and none is made. */
const databaseSource = () => parseEnv({ ...process.env, NODE_ENV: 'development', AUTH_SECRET: 'not used: a preflight signs nothing' }).database;

/** For people: a file, or a host; a URL may carry a token. */
const placeOf = (url: string) => (url.startsWith('file:') ? filePath(url) : new URL(url).host);

/** Opens the database if it has our tables; undefined when nothing was ever kept there. */
async function openExisting(source: { url: string; authToken: string | undefined }): Promise<Database | undefined> {
  if (source.url.startsWith('file:') && !existsSync(filePath(source.url))) return undefined;
  const db = openDatabase(source);
  try {
    const tables = await db.all<{ name: string }>(sql`select name from sqlite_master where type = 'table' and name in ('tasks', 'runs')`);
    if (tables.length === 2) return db;
  } catch (cause) {
    throw new UsageError(`The app database at ${placeOf(source.url)} cannot be read.`, { cause });
  }
  db.$client.close();
  return undefined;
}

/** Titles hold what people wrote; control characters would reach the terminal. */
const plain = (text: string) => text.replace(/\p{Cc}/gu, ' ');

function block({ breaks, workflowId, step, title, taskId, runId, consequence }: Finding): string {
  const where = [workflowId, ...step].join(' / ');
  const ids = [...(taskId === null ? [] : [`task ${taskId}`]), `run ${runId}`].join(', ');
  return [`${breaks ? 'BREAKS ' : 'changed'}  ${where}: ${title}`, `         ${ids}`, `         ${consequence}`].map(plain).join('\n');
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

function closing({ tasks, runs, changed, broken }: Summary): string {
  const compared = `Compared ${counted(tasks, 'open task')} and ${counted(runs, 'waiting run')} with this code: `;
  if (changed + broken === 0) return `${compared}all go on as before.`;
  return `${compared}${changed} changed, ${broken} would break.`;
}

async function* asText(findings: AsyncIterable<Finding>, summary: Summary): AsyncGenerator<string> {
  for await (const finding of findings) yield `${block(finding)}\n\n`;
  yield `${closing(summary)}\n`;
}

async function* asJson(findings: AsyncIterable<Finding>, summary: Summary): AsyncGenerator<string> {
  let separator = '{"findings":[\n';
  for await (const finding of findings) {
    yield separator + JSON.stringify(finding);
    separator = ',\n';
  }
  yield `${separator === ',\n' ? '\n' : '{"findings":['}],"summary":${JSON.stringify(summary)}}\n`;
}

async function main(): Promise<void> {
  const { help, json } = readArguments(process.argv.slice(2));
  if (help) {
    console.log(usage);
    return;
  }
  loadEnvFiles();
  await checkWorkflows(workflows);
  const source = databaseSource();
  const db = await openExisting(source);
  const summary = emptySummary();
  async function* nothing(): AsyncGenerator<Finding> {}
  const findings = db ? preflight({ db, code: codeOf(workflows), summary }) : nothing();
  try {
    if (!db) console.error(`There is nothing of Countersign at ${placeOf(source.url)} yet.`);
    await pipeline(Readable.from((json ? asJson : asText)(findings, summary)), process.stdout, { end: false });
  } finally {
    db?.$client.close();
  }
  process.exitCode = summary.broken > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  process.exitCode = error instanceof WorkflowError ? 1 : 2;
  if (error instanceof WorkflowError) console.error(`Countersign could not start with these workflows:\n${error.message}`);
  else if (error instanceof EnvError) console.error(`The configuration is not right:\n${error.message}`);
  else console.error(error instanceof UsageError ? error.message : error);
});
