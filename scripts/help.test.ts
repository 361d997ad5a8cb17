import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

test.each([
  'audit:verify',
  'backup',
  'create-admin',
  'demo',
  'export-runs',
  'preflight',
  'recover',
  'store:copy',
])('npm run %s says how it is used', async (name) => {
  const { stdout, stderr } = await promisify(execFile)('npm', ['run', '-s', name, '--', '--help'], {
    cwd: root,
  });
  expect(stdout).toMatch(new RegExp(`npm run (-s )?${name}\\b`));
  expect(stderr).toBe('');
});
