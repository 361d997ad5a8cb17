/**
 * Removes each guard in turn and says which of them no test misses.
 * `npm run test:mutants -- --help`
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '@/scripts/support/command';
import { guards } from './guards';
import type { Mutant } from './mutant';
import { runTests, type Outcome } from './run-tests';
import { TreeCopy } from './tree-copy';

const help = `Removes one guard after the other from a copy of the tree, and runs the tests that have to fail then. The guards are
the rows of tests/mutants/guards.ts; npm test fails when one of them is no longer in the code.

npm run test:mutants -- [options]
  --only <text>   only guards whose file or text contains this
  --jobs <n>      how many at the same time, each in a copy of its own (1)
  --list          says which guards there are, and tries nothing
  --help          this text

Ends with a table. Exit code: 0 every guard is missed, 1 some are not, or a row does not run, 2 wrong call.`;

const say = (line: string) => process.stdout.write(`${line}\n`);
const root = path.resolve(import.meta.dirname, '../..');

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      jobs: { type: 'string' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const jobs = Number(values.jobs ?? 1);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 16)
    throw new UsageError('--jobs takes a whole number from 1 to 16.');
  const only = values.only ?? '';
  const chosen = guards.filter(({ file, guard }) => file.includes(only) || guard.includes(only));
  if (chosen.length === 0) throw new UsageError(`No guard has ${only} in its file or text.`);
  return { jobs, chosen, list: values.list ?? false, help: values.help ?? false };
}

const nameOf = ({ file, guard }: Mutant) => `${file}: ${guard.replaceAll(/\s+/g, ' ').trim()}`;

type Tried = { mutant: Mutant; outcome: Outcome };
const words = { failed: 'missed', passed: 'NOT MISSED', broken: 'DOES NOT RUN' } as const;

/** Makes sure the tests pass with every guard in place; otherwise a failure would prove nothing. */
async function requireSound(tree: TreeCopy, chosen: Mutant[]): Promise<void> {
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
  say(`${chosen.length} guards; first their tests with all of them in place: ${files.length} files.`);
  const { is, told } = await runTests(tree.dir, files);
  if (is !== 'passed') throw new UsageError(`The tests fail with all guards in place: ${told}`);
}

async function tryAll(chosen: Mutant[], jobs: number): Promise<Tried[]> {
  const trees = await Promise.all(Array.from({ length: jobs }, () => TreeCopy.of(root)));
  const [queue, tried] = [[...chosen], [] as Tried[]];
  process.once('SIGINT', () => queue.splice(0));
  const work = async (tree: TreeCopy) => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const { tests, named } = mutant;
      const outcome = await tree
        .without(mutant, () => runTests(tree.dir, tests, named))
        .catch((error: unknown): Outcome => ({ is: 'broken', told: String(error) }));
      tried.push({ mutant, outcome });
      say(`${tried.length}/${chosen.length} ${words[outcome.is]}: ${nameOf(mutant)}`);
    }
  };
  try {
    await requireSound(trees[0]!, chosen);
    await Promise.all(trees.map(work));
  } finally {
    await Promise.all(trees.map((tree) => tree.remove()));
  }
  return tried;
}

function table(tried: Tried[]): void {
  const files = Map.groupBy(tried, ({ mutant }) => mutant.file);
  const width = Math.max(...[...files.keys()].map((file) => file.length));
  say('');
  for (const [file, rows] of [...files].toSorted(([a], [b]) => a.localeCompare(b))) {
    const missed = rows.filter(({ outcome }) => outcome.is === 'failed').length;
    say(`${file.padEnd(width)}  ${missed} of ${rows.length} missed`);
  }
  for (const { mutant, outcome } of tried)
    if (outcome.is !== 'failed') say(`\n${words[outcome.is]}: ${nameOf(mutant)}\n  ${outcome.told}`);
}

async function main(): Promise<number> {
  const { help: asked, list, chosen, jobs } = readOptions();
  if (asked) return (say(help), 0);
  if (list) return (chosen.forEach((mutant) => say(nameOf(mutant))), 0);
  const tried = await tryAll(chosen, jobs);
  table(tried);
  const missed = tried.filter(({ outcome }) => outcome.is === 'failed').length;
  say(`\n${missed} of ${tried.length} guards are missed when they are gone.`);
  return missed === tried.length ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  const wrongCall =
    error instanceof UsageError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!wrongCall) throw error;
  process.stderr.write(`${error.message}\nTry: npm run test:mutants -- --help\n`);
  return 2;
});
