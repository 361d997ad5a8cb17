import path from 'node:path';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** What a test measured, in one line, printed under the table of stores. */
    measured?: string;
  }
}

type Cell = { suite: string; store: string; passed: number; failed: number; skipped: number };

/** The projects that run the same test files, by app database. */
const appDatabases: Record<string, string> = { 'stores-file': 'file', 'stores-remote': 'remote LibSQL' };

/** The outermost suite of a test, as `onEach` names it: `suite · store`. */
function outermost(test: TestCase): string {
  let one: TestCase | TestSuite = test;
  while (one.parent.type !== 'module') one = one.parent;
  return one.name;
}

function placeOf(file: TestModule, test: TestCase): Pick<Cell, 'suite' | 'store'> {
  const own = path.relative(process.cwd(), file.moduleId).replace(/\.test\.ts$/, '');
  const on = appDatabases[file.project.name];
  if (on) return { suite: `app database: ${own}`, store: on };
  const [suite = own, store] = outermost(test).split(' · ');
  return store === undefined ? { suite: own, store: '' } : { suite, store };
}

const pad = (texts: string[], widths: number[]) =>
  texts
    .map((text, at) => (at < 2 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
    .join('  ')
    .trimEnd();

/**
 * Prints a table of suite × store with passed, failed and skipped counts, and measurements. In CI nothing may
 * be skipped.
 */
export default class MatrixReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cells = new Map<string, Cell>();
    const measured: string[] = [];
    const absent =
      modules.some((one) => one.project.name === 'stores-file') &&
      !modules.some((one) => one.project.name === 'stores-remote');
    for (const file of modules) {
      for (const test of file.children.allTests()) {
        const place = placeOf(file, test);
        if (absent && place.store === 'file')
          cells.set(JSON.stringify({ ...place, store: 'remote LibSQL' }), {
            ...place,
            store: 'remote LibSQL',
            passed: 0,
            failed: 0,
            skipped: 1,
          });
        const cell = cells.get(JSON.stringify(place)) ?? { ...place, passed: 0, failed: 0, skipped: 0 };
        const { state } = test.result();
        cell[state === 'pending' ? 'skipped' : state] += 1;
        cells.set(JSON.stringify(place), cell);
        const { measured: line } = test.meta();
        if (line !== undefined)
          measured.push(`${[place.suite, place.store].filter(Boolean).join(' · ')}: ${line}`);
      }
    }
    this.print(
      [...cells.values()].toSorted(
        (a, b) => a.suite.localeCompare(b.suite) || a.store.localeCompare(b.store),
      ),
      measured.toSorted(),
    );
  }

  private print(cells: Cell[], measured: string[]): void {
    const rows = [
      ['suite', 'store', 'passed', 'failed', 'skipped'],
      ...cells.map(({ suite, store, passed, failed, skipped }) => [
        suite,
        store,
        ...[passed, failed, skipped].map(String),
      ]),
    ];
    const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
    const skipped = cells.filter((cell) => cell.skipped > 0);
    const lines = [
      ...rows.map((row) => pad(row, widths)),
      ...(measured.length > 0 ? ['', ...measured] : []),
      ...(skipped.length > 0 ? ['', `${skipped.length} of ${cells.length} cells were not wholly run.`] : []),
    ];
    process.stdout.write(`\n${lines.join('\n')}\n\n`);
    if (skipped.length > 0 && process.env.CI) process.exitCode = 1;
  }
}
