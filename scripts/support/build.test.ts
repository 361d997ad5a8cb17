import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { databaseForTest } from '@/tests/support/database';
import { whyBuild } from './build';

let root: string;

/** Writes a file last modified `second` seconds after a fixed moment. */
async function write(file: string, second: number): Promise<void> {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, file);
  await utimes(target, 1_800_000_000, 1_800_000_000 + second);
}

describe('whyBuild', () => {
  beforeEach(async () => {
    root = (await databaseForTest()).dir;
    await write('app/(desk)/inbox/page.tsx', 1);
    await write('lib/desk/decisions/decide-task.ts', 1);
    await write('package-lock.json', 1);
  });

  it('asks for the first build', () => {
    expect(whyBuild(root)).toBe('there is no build yet');
  });

  it('accepts a build newer than the sources', async () => {
    await write('.next/BUILD_ID', 2);
    await write('lib/desk/decisions/decide-task.test.ts', 3);
    await write('README.md', 3);
    expect(whyBuild(root)).toBeUndefined();
  });

  it.each([
    'lib/desk/decisions/decide-task.ts',
    'app/(desk)/inbox/page.tsx',
    'package-lock.json',
    'next.config.ts',
  ])('names a newer source: %s', async (file) => {
    await write('.next/BUILD_ID', 2);
    await write(file, 3);
    expect(whyBuild(root)).toBe(`${file} has changed since the last build`);
  });
});
