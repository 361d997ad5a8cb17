import { counted, loadEnvFiles, openExisting, placeOf, UsageError } from './support/command';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { DatabaseError } from '@/db/database-error';
import { EnvError, parseEnv } from '@/lib/base/env';
import { checkCode } from '@/lib/mastra';
import { lookupsOf } from '@/lib/mastra/checks/lookups';
import { WorkflowError } from '@/lib/mastra/authoring/workflow-error';
import { workflows } from '@/lib/mastra/workflows';
import { codeOf } from '@/lib/process/preflight/code';
import { emptySummary, preflight, type Finding, type Summary } from '@/lib/process/preflight/preflight';
import { readable } from '@/lib/base/readable/readable';

const usage = `Compares everything that waits in the app database with the workflows of this code, before it is deployed.

  npm run preflight            what would change for each open task, and what would break, in words
  npm run -s preflight -- --json   the same for programs: {"findings":[…],"summary":{…}}

  --json    JSON instead of text
  --help    this text

Nothing is changed: the database is only read, and not migrated. It is the one of DATABASE_URL (or DATA_DIR);
.env.local and .env are read as the app does.
Exit code: 0 nothing would break, 1 something would break, 2 it could not be compared.`;

function readArguments(argv: string[]): { help: boolean; json: boolean } {
  try {
    const { values } = parseArgs({
      args: argv,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return { help: values.help ?? false, json: values.json ?? false };
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new UsageError(`${cause.message}\nTry: npm run preflight -- --help`, { cause });
    throw cause;
  }
}

/**
 * Where the app database is. Nothing is signed here, so a deploy job needs no secret, and none is created.
 */
const databaseSource = () =>
  parseEnv({ ...process.env, NODE_ENV: 'development', AUTH_SECRET: 'not used: a preflight signs nothing' })
    .database;

/** Titles are user text; their control characters must not reach the terminal. */
const plain = (text: string) => text.replace(/\p{Cc}/gu, ' ');

function block({ breaks, workflowId, step, title, taskId, runId, consequence }: Finding): string {
  const where = [workflowId, ...step].join(' / ');
  const ids = [...(taskId === null ? [] : [`task ${taskId}`]), `run ${runId}`].join(', ');
  return [
    `${breaks ? 'BREAKS ' : 'changed'}  ${where}: ${readable(title)}`,
    `         ${ids}`,
    `         ${consequence}`,
  ]
    .map(plain)
    .join('\n');
}

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
  await checkCode(lookupsOf(process.cwd()));
  const source = databaseSource();
  const db = await openExisting(source, ['tasks', 'runs']);
  const summary = emptySummary();
  async function* nothing(): AsyncGenerator<Finding> {}
  const findings = db ? preflight({ db, code: codeOf(workflows), summary }) : nothing();
  try {
    if (!db) console.error(`There is nothing of Countersign at ${placeOf(source.url)} yet.`);
    await pipeline(Readable.from((json ? asJson : asText)(findings, summary)), process.stdout, {
      end: false,
    });
  } finally {
    db?.$client.close();
  }
  process.exitCode = summary.broken > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  process.exitCode = error instanceof WorkflowError ? 1 : 2;
  if (error instanceof WorkflowError)
    console.error(`Countersign could not start with these workflows:\n${error.message}`);
  else if (error instanceof EnvError) console.error(`The configuration is not right:\n${error.message}`);
  else console.error(error instanceof UsageError || error instanceof DatabaseError ? error.message : error);
});
