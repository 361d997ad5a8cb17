/**
 * Servers a desk may keep its data in, for development and tests: libSQL (as Turso), Postgres, and Redis over
 * Upstash's REST protocol. `npm run services [-- --help]`
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from './support/services/postgres';
import { startUpstash } from './support/services/redis';
import { startSqld } from './support/services/sqld';

const help = `Starts real servers to try the desk on, and prints what to put into .env.local; Ctrl+C ends them.

npm run services [-- sqld postgres upstash]   which ones; default: all three
  --dir <folder>   where the libSQL server keeps its data (default .data/services); the others forget theirs
  --help           this text
`;

const kinds = ['sqld', 'postgres', 'upstash'] as const;
const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { dir: { type: 'string', default: '.data/services' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    say(help);
    return;
  }
  const unknown = positionals.find((name) => !(kinds as readonly string[]).includes(name));
  if (unknown) throw new Error(`There is no service "${unknown}"; there are ${kinds.join(', ')}.`);
  const wanted = (kind: (typeof kinds)[number]) => positionals.length === 0 || positionals.includes(kind);

  const stops: (() => Promise<void>)[] = [];
  if (wanted('sqld')) {
    const dir = path.resolve(values.dir);
    await mkdir(dir, { recursive: true });
    const sqld = await startSqld(dir);
    stops.push(sqld.stop);
    say(`# a libSQL server\nDATABASE_URL=${sqld.url}\nDATABASE_AUTH_TOKEN=${sqld.authToken}\n`);
  }
  if (wanted('postgres')) {
    const postgres = await startPostgres(say);
    stops.push(postgres.stop);
    say(`# Postgres, for the snapshots\nWORKFLOW_STORE=postgres\nPOSTGRES_URL=${postgres.url}\n`);
  }
  if (wanted('upstash')) {
    const upstash = await startUpstash(say);
    stops.push(upstash.stop);
    say(
      `# Redis by Upstash's protocol, for the snapshots\nWORKFLOW_STORE=upstash\nUPSTASH_REDIS_REST_URL=${upstash.url}\nUPSTASH_REDIS_REST_TOKEN=${upstash.token}\n`,
    );
  }
  say('Running; Ctrl+C ends them.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void Promise.all(stops.map((stop) => stop())).then(() => process.exit(0)));
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
