/**
 * Kills server processes while people use them, then checks that nothing was lost, doubled or misapplied.
 * `npm run test:chaos -- --help`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Client, type Weather } from './client';
import { Dice } from './dice';
import { Fleet } from './fleet';
import { Traffic } from './traffic';
import { judgeAll, type Verdict } from './verdict';
import { openStores, storeKinds } from '@/tests/support/fleet-stores';
import { UsageError } from '@/scripts/support/command';
import { nothingConfigured } from '@/scripts/support/app-server';
import { ensureTestBuild } from '@/tests/support/test-build';
import { temporaryFolder } from '@/tests/support/temporary-folder';

const help = `Real server processes on the same stores, with workflows of every shape; while a generator starts runs, answers them,
cancels them and takes them back over HTTP, the processes are killed with SIGKILL and started again. In the end every accepted request must be
finished, every accepted answer applied once to its own question, and every effect be in the ledger once.

npm run test:chaos -- [options]
  --kills <n>       how many processes are killed (12)
  --processes <n>   how many run on the same stores (2)
  --stores <kind>   files, or remote: a libSQL server as app database and Postgres for the snapshots (files)
  --minutes <n>     kills no more after this long, done or not (10)
  --seed <n>        repeats the schedule of a run: who is killed when, who is asked what (random)
  --at-once <n>     runs that are under way at any time (48)
  --keep            keeps the files also when all is well
  --help            this text

The last line is a JSON object. Exit code: 0 nothing is wrong, 1 something is (the files are kept), 2 wrong call.`;

/** How long everything may take to finish after the last kill. */
const recoveryMs = 300_000;
/** The undo window, where an answer asks for one (ms). */
const undoMs = 30_000;
/** From this many kills on, each of `befell` must have happened. */
const longRun = 100;
const befell = ['canceled', 'expired', 'reopened', 'rewound', 'undone', 'declined', 'conflicts'] as const;

const say = (line: string) => process.stdout.write(`${line}\n`);
const root = path.resolve(import.meta.dirname, '../..');

function readOptions() {
  const text = { type: 'string' as const };
  const { values } = parseArgs({
    options: {
      kills: text,
      processes: text,
      stores: text,
      minutes: text,
      seed: text,
      'at-once': text,
      keep: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const number = (
    name: 'kills' | 'processes' | 'minutes' | 'seed' | 'at-once',
    initial: number,
    from: number,
    to: number,
  ) => {
    const value = values[name] === undefined ? initial : Number(values[name]);
    if (!Number.isInteger(value) || value < from || value > to)
      throw new UsageError(`--${name} takes a whole number from ${from} to ${to}.`);
    return value;
  };
  const stores = storeKinds.find((kind) => kind === (values.stores ?? 'files'));
  if (!stores) throw new UsageError(`--stores takes ${storeKinds.join(' or ')}.`);
  return {
    help: values.help ?? false,
    keep: values.keep ?? false,
    kills: number('kills', 12, 0, 100_000),
    processes: number('processes', 2, 1, 16),
    stores,
    minutes: number('minutes', 10, 1, 1440),
    seed: number('seed', Math.floor(Math.random() * 2 ** 31), 0, 2 ** 31),
    atOnce: number('at-once', 48, 1, 500),
  };
}

type Options = ReturnType<typeof readOptions>;

/** `npm run audit:verify` on the stores. */
async function auditVerifies(env: Record<string, string>): Promise<boolean> {
  const child = spawn('npm', ['run', '-s', 'audit:verify'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...nothingConfigured(), ...env },
  });
  const [code] = await once(child, 'exit');
  return code === 0;
}

async function withPeople(fleet: Fleet, weather: Weather) {
  const sign = (person: Parameters<typeof Client.signIn>[1]) => Client.signIn(fleet, person, weather);
  return {
    requester: await sign('requester'),
    approvers: { manager: await sign('manager'), manager2: await sign('manager2') },
    operator: await sign('operator'),
  };
}

/** Runs the traffic while servers are killed, then until all runs are over or patience runs out. */
async function storm(fleet: Fleet, weather: Weather, options: Options): Promise<Traffic> {
  const dice = new Dice(options.seed);
  const traffic = new Traffic(
    await withPeople(fleet, weather),
    new Dice(options.seed + 1),
    options.atOnce,
    undoMs,
  );
  let deadline = Infinity;
  const clients = Array.from({ length: Math.min(12, options.atOnce) }, () =>
    traffic.play(() => Date.now() > deadline),
  );
  await Promise.race([
    fleet.torment(options.kills, Date.now() + options.minutes * 60_000, dice, (line) =>
      say(`${line}, ${traffic.runs.length} runs, ${traffic.decisions} answers`),
    ),
    Promise.all(clients),
  ]);
  traffic.starting = false;
  deadline = Date.now() + recoveryMs;
  say(`${fleet.kills.length} kills done; ${traffic.open.length} runs go on.`);
  await Promise.all(clients);
  return traffic;
}

async function report(
  options: Options,
  fleet: Fleet,
  weather: Weather,
  traffic: Traffic,
  verdict: Verdict,
  audit: boolean,
  dir: string,
): Promise<boolean> {
  const { faults, ...counts } = verdict;
  const never = fleet.kills.length < longRun ? [] : befell.filter((kind) => counts[kind] === 0);
  const wrong = [
    ...faults,
    ...traffic.unanswered,
    ...traffic.strange,
    ...never.map((kind) => `nothing was ${kind}, so that this was not tried`),
    ...(audit ? [] : ['the audit log does not verify']),
  ];
  const sound = wrong.length === 0;
  for (const line of wrong.slice(0, 40)) say(line);
  if (sound && !options.keep) await rm(dir, { recursive: true, force: true });
  else {
    await writeFile(path.join(dir, 'servers.log'), fleet.output);
    say(`The files are in ${dir}`);
  }
  const { requests, cutOff, busy } = weather;
  say(
    JSON.stringify({
      processes: options.processes,
      stores: options.stores,
      seed: options.seed,
      runs: traffic.runs.length,
      decisions: traffic.decisions,
      kills: fleet.kills.length,
      ...counts,
      strange: traffic.strange.length,
      unanswered: traffic.unanswered.length,
      requests,
      cutOff,
      busy,
      audit: audit ? 'verified' : 'broken',
    }),
  );
  return sound;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    say(help);
    return 0;
  }
  const build = await ensureTestBuild();
  const dir = await temporaryFolder('chaos');
  const effectLog = path.join(dir, 'effects.log');
  const stores = await openStores(options.stores, dir);
  const fleet = new Fleet({
    ...stores.env,
    EFFECT_LOG: effectLog,
    LOG_LEVEL: 'warn',
    UNDO_WINDOW: `${undoMs / 1000}s`,
  });
  const weather: Weather = { requests: 0, cutOff: 0, busy: 0 };
  say(
    `Seed ${options.seed}: ${options.kills} kills of ${options.processes} processes on ${options.stores === 'files' ? 'the same files' : 'a libSQL server and Postgres'}.`,
  );
  try {
    await fleet.open(options.processes, build);
    const traffic = await storm(fleet, weather, options);
    await fleet.close();
    const verdict = await judgeAll(stores.database, effectLog, traffic.runs, fleet.kills);
    const audit = await auditVerifies(fleet.env);
    await stores.close();
    return (await report(options, fleet, weather, traffic, verdict, audit, dir)) ? 0 : 1;
  } catch (error) {
    await writeFile(path.join(dir, 'servers.log'), fleet.output);
    say(`The files are in ${dir}`);
    throw error;
  }
}

process.exitCode = await main().catch((error: unknown) => {
  if (
    !(error instanceof UsageError) &&
    !(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  )
    throw error;
  process.stderr.write(`${error.message}\nTry: npm run test:chaos -- --help\n`);
  return 2;
});
