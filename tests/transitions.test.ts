import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const writer = 'lib/desk/tasks/transitions.ts';

/** Statements, in drizzle or raw SQL, that write what only transitions may write. */
const writes = [
  /\.(insert|update|delete)\(taskCandidates\)/,
  /insertWhere\(\s*[\w.]+,\s*(taskCandidates|tasks)\b/,
  /\.(insert|delete)\(tasks\)/,
  /\.update\(tasks\)\s*\.set\((\{[^}]*\b(state|assigneeId|candidates)\b|\w)/,
  /sql`\s*(insert into|update|delete from) \$\{(tasks|taskCandidates)\}/,
];
const isWriter = (source: string) => writes.some((one) => one.test(source));

test('only transitions write a task’s state, assignee and candidates', () => {
  const files = globSync('{lib,app,scripts}/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !file.includes('.test.'),
  );
  const found = files.filter((file) => isWriter(readFileSync(path.join(root, file), 'utf8')));
  expect(found).toEqual([writer]);
});

test.each([
  'db.update(tasks).set({ state: "open" })',
  'db\n  .update(tasks)\n  .set({ closedAt: now, state })',
  'db.update(tasks).set(values)',
  'db.insert(taskCandidates).values(rows)',
  'insertWhere(ctx.db, taskCandidates, row, guard)',
  'db.run(sql`update ${tasks} set state = 1`)',
])('another one would be told: %s', (source) => {
  expect(isWriter(source)).toBe(true);
});
