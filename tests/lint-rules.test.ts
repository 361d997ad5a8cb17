import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

type Finding = { code: string; filename: string; labels: { span: { line: number } }[] };

const root = path.resolve(import.meta.dirname, '..');
const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(inject('testRunDir'), 'lint-'));
  for (const file of ['.oxlintrc.json', 'tsconfig.json'])
    await cp(path.join(root, file), path.join(dir, file));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/**
 * Lints files laid out as in the project.
 * @returns `"<line> <rule>"` for each finding in `of`
 */
async function lint(files: Record<string, string>, of = Object.keys(files)[0] ?? ''): Promise<string[]> {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), content);
  }
  const { stdout } = await promisify(execFile)(process.execPath, [oxlint, '-f', 'json'], { cwd: dir }).catch(
    (error: { stdout: string }) => error,
  );
  for (const file of Object.keys(files)) await rm(path.join(dir, file));
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Finding[] };
  return diagnostics
    .filter((finding) => finding.filename === of)
    .map((finding) => `${finding.labels[0]?.span.line} ${finding.code}`)
    .toSorted();
}

const restricted = (...lines: number[]) => lines.map((line) => `${line} eslint(no-restricted-imports)`);
/** Imports and uses a value of each module, one per line. */
const imports = (...sources: string[]) =>
  [
    ...sources.map((source, i) => `import { a${i} } from '${source}';`),
    `export const all = [${sources.map((_, i) => `a${i}`).join()}];`,
  ].join('\n');

it('leaves a team’s own workflows alone', async () => {
  const code = `import { workflow } from './other.ts';\nexport const unused: any = workflow; console.log(unused)`;
  const files = { 'lib/mastra/workflows/theirs.ts': code, 'lib/mastra/ours.ts': code };
  expect(await lint(files, 'lib/mastra/workflows/theirs.ts')).toEqual([]);
  expect(await lint(files, 'lib/mastra/ours.ts')).not.toEqual([]);
});

describe('the import direction', () => {
  it('keeps Mastra inside lib/mastra', async () => {
    const code = imports('@mastra/core', '@mastra/core/workflows', '@mastra/libsql');
    for (const file of [
      'app/page.tsx',
      'components/ui/card.tsx',
      'lib/desk/decisions/decide-task.ts',
      'db/seed.ts',
      'instrumentation.ts',
      'scripts/some.ts',
    ])
      expect([file, await lint({ [file]: code })]).toEqual([file, restricted(1, 2, 3)]);
    for (const file of ['lib/mastra/index.ts', 'lib/mastra/stores/postgres.ts'])
      expect([file, await lint({ [file]: code })]).toEqual([file, []]);
  });

  it('keeps the database out of pages and routes', async () => {
    const code = imports(
      '@/db/client',
      '../../db/client',
      '@/db/schema',
      'drizzle-orm',
      'drizzle-orm/libsql',
      '@libsql/client',
      '@/db/enums',
      '@/lib/desk/decisions/decide-task',
    );
    expect(await lint({ 'app/api/route.ts': code })).toEqual(restricted(1, 2, 3, 4, 5, 6));
  });

  it('gives components types and pure modules only', async () => {
    const code = imports(
      '@/db/client',
      '../../db/client',
      '@/lib/people/context',
      '@/lib/base/env',
      '@/lib/mastra/engine',
      'node:fs',
      '@/app/page',
      '../../app/page',
      '@/lib/format/money',
      '@/db/enums',
      '@/components/ui/button',
    );
    expect(await lint({ 'components/task/form.tsx': code })).toEqual(restricted(1, 2, 3, 4, 5, 6, 7, 8));
    const types = `import type { Database } from '@/db/client';\nimport type { Context } from '@/lib/people/context';\nexport type Both = [Database, Context];`;
    expect(await lint({ 'components/task/form.tsx': types })).toEqual([]);
  });

  it('keeps pages and components out of lib', async () => {
    const code = imports(
      '@/app/page',
      '../../app/page',
      '@/components/ui/button',
      '../../components/ui/button',
      '@/db/client',
      '@/lib/base/errors',
      './errors',
    );
    for (const file of ['lib/desk/decisions/decide-task.ts', 'lib/mastra/engine.ts', 'lib/process/boot.ts'])
      expect([file, await lint({ [file]: code })]).toEqual([file, restricted(1, 2, 3, 4)]);
  });

  it('lets a wing import from those before it only, types as well', async () => {
    const wings = [
      'base',
      'engine',
      'people',
      'journal',
      'accounts',
      'desk',
      'work',
      'tell',
      'api',
      'process',
    ];
    for (const [at, wing] of wings.entries()) {
      const after = wings.slice(at + 1).flatMap((later) => [`@/lib/${later}/some`, `../${later}/some`]);
      const before = wings.slice(0, at).map((earlier) => `@/lib/${earlier}/some`);
      const code = [
        ...after.map((source, i) => `export type { A${i} } from '${source}';`),
        ...before.map((source, i) => `export type { B${i} } from '${source}';`),
      ].join('\n');
      const refused = restricted(...after.map((_, i) => i + 1)).toSorted();
      expect([wing, await lint({ [`lib/${wing}/some.ts`]: code || 'export {};' })]).toEqual([wing, refused]);
    }
  });

  it('keeps the engine behind its port', async () => {
    const code = imports('@/lib/mastra/engine', '../../mastra/engine');
    expect(await lint({ 'lib/desk/runs/start-run.ts': code })).toEqual(restricted(1, 2));
    expect(await lint({ 'lib/process/boot.ts': code })).toEqual([]);
    const back = imports('@/lib/desk/runs/start-run', '@/lib/engine/engine', '@/lib/journal/audit');
    expect(await lint({ 'lib/mastra/engine.ts': back })).toEqual(restricted(1));
  });

  it('lets db import nothing of ours but db', async () => {
    const code = imports(
      '@/lib/base/env',
      '../lib/base/env',
      '@/app/page',
      '@/components/ui/button',
      '../components/ui/button',
      './enums',
      '@/db/schema',
      'drizzle-orm',
    );
    expect(await lint({ 'db/seed.ts': code })).toEqual(restricted(1, 2, 3, 4, 5));
  });

  it('refuses a cycle', async () => {
    const found = await lint({
      'lib/one.ts': `import { two } from '@/lib/two';\nexport const one = () => two;`,
      'lib/two.ts': `import { one } from './one';\nexport const two = () => one;`,
    });
    expect(found).toEqual(['1 import(no-cycle)']);
  });
});

describe('the other rules', () => {
  it('refuses console in app, lib, db and components', async () => {
    for (const file of [
      'app/page.tsx',
      'lib/desk/decisions/decide-task.ts',
      'db/seed.ts',
      'components/ui/card.tsx',
      'proxy.ts',
    ])
      expect([file, await lint({ [file]: `export const a = console.log('here');` })]).toEqual([
        file,
        ['1 eslint(no-console)'],
      ]);
    expect(await lint({ 'scripts/demo.mjs': `export const a = console.log('here');` })).toEqual([]);
  });

  it('refuses any, ignored type errors and unfinished work', async () => {
    const code = `export const a = (b: any) => b;\n// @ts-ignore\nexport const c = 1;\n// TODO: later\nexport const d = 2;`;
    expect(await lint({ 'lib/a.ts': code })).toEqual([
      '1 typescript(no-explicit-any)',
      '2 typescript(ban-ts-comment)',
      '4 eslint(no-warning-comments)',
    ]);
  });

  it('refuses inaccessible and unsafe markup', async () => {
    const code = `export const A = () => <div><img src="/a.png" /><button>Go</button><p dangerouslySetInnerHTML={{ __html: 'a' }} /></div>;`;
    expect(await lint({ 'components/a.tsx': code })).toEqual([
      '1 jsx-a11y(alt-text)',
      '1 next(no-img-element)',
      '1 react(no-danger)',
    ]);
  });

  it('refuses a focused test', async () => {
    const code = `import { expect, it } from 'vitest';\nit.only('adds', () => expect(1 + 1).toBe(2));`;
    expect(await lint({ 'lib/a.test.ts': code })).toEqual(['2 vitest(no-focused-tests)']);
  });
});
