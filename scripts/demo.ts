/** The desk with its demo people and the main job played. `npm run demo [-- --help]` */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { demoPassword } from '@/db/demo-people';
import { emailOf } from '@/e2e/support/people';
import { developmentSecret } from '@/lib/base/development-secrets';
import { playMainJob } from './demo/main-job';
import { preflight, PreflightError, readPort } from './demo/preflight';
import { AppServer } from './support/app-server';
import { build, whyBuild } from './support/build';

const root = path.resolve(import.meta.dirname, '..');

const help = `Builds the app if needed, serves it in production mode with demo people, plays an expense report from the
request to its payment over HTTP, and leaves the desk open until Ctrl+C. Without a terminal it stops then.

  npm run demo
  PORT=3001 DATA_DIR=/tmp/demo npm run demo    another port (3000) and folder (.data/demo)

  --help    this text

Exit code: 0 played, 1 it failed (the reason is said), 2 wrong call.`;

let step = 0;
let stopping = false;

function say(line: string, details: string[] = []): void {
  step += 1;
  console.log(`\n${String(step).padStart(2)}. ${line}`);
  for (const detail of details) console.log(`      ${detail}`);
}

async function ensureBuild(): Promise<boolean> {
  const reason = whyBuild(root);
  if (!reason) return true;
  console.log(`Building the app, since ${reason}; this takes about a minute.\n`);
  return build(root);
}

/** Keeps the desk open until Ctrl+C, or reports that the server stopped. */
async function stayOpen(server: AppServer): Promise<number> {
  console.log(`\nThe desk is open at ${server.url}; press Ctrl+C to stop.`);
  console.log(
    `Sign in as ${emailOf('requester')}, ${emailOf('manager')}, ${emailOf('finance')}, ${emailOf('operator')} or ${emailOf('admin')}`,
  );
  console.log(`with the password ${demoPassword} (the sign-in page lists them for one click).`);
  await server.ended();
  if (stopping) return 0;
  console.error(`The server has ended by itself. Its last words:\n${server.lastLines()}`);
  return 1;
}

async function demo(server: AppServer): Promise<number> {
  console.log(`Starting the desk on ${server.url} …`);
  try {
    await server.start();
    await playMainJob(server.url, say);
  } catch (error) {
    if (stopping) return 130;
    console.error(
      `\nThe demo failed: ${(error as Error).message}\nThe server's last words:\n${server.lastLines()}`,
    );
    await server.stop();
    return 1;
  }
  if (process.stdout.isTTY) return stayOpen(server);
  await server.stop();
  console.log('\nThe demo has finished; the desk is closed, and its data stays for the next time.');
  return 0;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const port = readPort(process.env.PORT);
  const dataDir = path.resolve(process.env.DATA_DIR || path.join(root, '.data/demo'));
  await preflight(port, dataDir);
  if (!(await ensureBuild())) {
    console.error('The app could not be built.');
    return 1;
  }
  const server = new AppServer({
    port,
    env: { DATA_DIR: dataDir, SEED_DEMO: 'true', AUTH_SECRET: developmentSecret(dataDir, 'auth-secret') },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping = true;
      console.log('\nStopping …');
      void server.stop();
    });
  }
  return demo(server);
}

process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`${error.message}\nTry: npm run demo -- --help`);
    return 2;
  }
  if (!(error instanceof PreflightError)) throw error;
  console.error(error.message);
  return 1;
});
