/**
 * What the desk costs, as ratios in one run. `npm run bench -- --help`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureDecisions } from './decisions';
import { measureFiles } from './files';
import { measureLists } from './lists';
import type { Table } from './support';

const help = `Measures on databases of its own, in temporary files, prints tables and writes them with the facts of this machine
to bench/results. How to read them: docs/performance.md

npm run bench -- [--quick] [--only <part>] [--sizes <n,n,…>]
  --quick            fewer rounds and smaller desks, in under three minutes
  --only <part>      files, decisions or lists
  --sizes <n,n,…>    how many requests the lists are read with, in ascending order (1000,10000,100000)`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      sizes: { type: 'string' },
    },
  });
  const sizes = (values.sizes ?? (values.quick ? '1000,10000' : '1000,10000,100000')).split(',').map(Number);
  if (sizes.some((size, index) => !Number.isInteger(size) || size <= (sizes[index - 1] ?? 0)))
    throw new Error('--sizes takes whole numbers in ascending order, with commas between.');
  return { ...values, sizes };
}

type Options = ReturnType<typeof readOptions>;

const parts: Record<string, (options: Options) => Promise<Record<string, Table>>> = {
  files: async ({ quick }) => ({
    'batches of six statements, one writer': await measureFiles(1, quick ? 1 : 3, quick ? 3 : 5),
    'batches of six statements, 16 writers': await measureFiles(16, quick ? 1 : 3, quick ? 3 : 5),
  }),
  decisions: async ({ quick }) => ({ 'a decision, in process': await measureDecisions(quick ? 20 : 100) }),
  lists: async ({ sizes }) => ({ lists: await measureLists(sizes) }),
};

const facts = () => ({
  at: new Date().toISOString(),
  node: process.version,
  system: `${os.type()} ${os.release()}`,
  processor: `${os.availableParallelism()} × ${os.cpus()[0]?.model ?? 'unknown'}`,
  memoryGb: Math.round(os.totalmem() / 1e9),
  load: os.loadavg().map((one) => Number(one.toFixed(1))),
});

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(help);
  if (options.only !== undefined && !Object.hasOwn(parts, options.only))
    throw new Error(`--only takes ${Object.keys(parts).join(', ')}.`);
  const machine = facts();
  console.log(machine);
  const results: Record<string, Table> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (options.only !== undefined && options.only !== name) continue;
    for (const [title, table] of Object.entries(await measure(options))) {
      console.log(title);
      console.table(table);
      results[title] = table;
    }
  }
  const folder = path.join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${machine.at.replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ machine, loadAfter: facts().load, results }, null, 2)}\n`);
  console.log(`Written to ${path.relative(process.cwd(), file)}.`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
process.exit();
