import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { guards } from '@/tests/mutants/guards';
import { placeOf } from '@/tests/mutants/mutant';

const root = path.resolve(import.meta.dirname, '..');

test.each(guards)('$file still has the guard $guard, once', (mutant) => {
  expect(placeOf(mutant, readFileSync(path.join(root, mutant.file), 'utf8'))).toBeGreaterThan(0);
  expect(mutant.tests.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
