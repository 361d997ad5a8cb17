import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** `broken`: the mutant does not run at all, so it proves nothing. */
export type Outcome = { is: 'passed' | 'failed' | 'broken'; told: string };

/** Any test finds a mutant that is not valid code or SQL, which says nothing about the guard. */
const nonsense = /SQLITE_ERROR|SyntaxError|ReferenceError|Transform failed|Failed to parse|no such column/;

/** Runs unit tests in a tree, stopping at the first failure. */
export async function runTests(tree: string, files: string[], named?: string): Promise<Outcome> {
  const out = path.join(tree, 'mutant-report.json');
  await rm(out, { force: true });
  const pattern = named === undefined ? [] : ['-t', named];
  const child = spawn(
    path.join(tree, 'node_modules/.bin/vitest'),
    [
      'run',
      '--project',
      'unit',
      '--bail',
      '1',
      '--reporter',
      'json',
      '--outputFile',
      out,
      ...pattern,
      ...files,
    ],
    { cwd: tree, stdio: ['ignore', 'pipe', 'pipe'], env: process.env },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const text = await readFile(out, 'utf8').catch(() => null);
  if (text === null) return { is: 'broken', told: output.slice(-2_000) };
  const { numPassedTests, numFailedTests, testResults } = report.parse(JSON.parse(text));
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  const said = failures.flatMap(({ failureMessages }) => failureMessages ?? []).join('\n');
  const faults = testResults
    .map(({ message }) => message ?? '')
    .join('\n')
    .trim();
  if (nonsense.test(said)) return { is: 'broken', told: said.slice(0, 500) };
  if (numFailedTests > 0) return { is: 'failed', told: failures[0]?.fullName ?? '' };
  if (numPassedTests === 0 || faults !== '')
    return { is: 'broken', told: faults.slice(0, 2_000) || 'no test ran' };
  return { is: 'passed', told: `${numPassedTests} tests` };
}
