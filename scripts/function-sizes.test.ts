import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { databaseForTest } from '@/tests/support/database';
import { functionSizes, tellFunctionSizes } from './function-sizes';

/** A build with these traces and their files, of these sizes. */
async function buildWith(traces: Record<string, string[]>, sizes: Record<string, number>): Promise<string> {
  const { dir } = await databaseForTest();
  for (const [name, bytes] of Object.entries(sizes)) {
    await writeFile(path.join(dir, name), '');
    await truncate(path.join(dir, name), bytes);
  }
  for (const [name, files] of Object.entries(traces)) {
    const file = path.join(dir, '.next', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(
      file,
      JSON.stringify({
        version: 1,
        files: files.map((one) => path.relative(path.dirname(file), path.join(dir, one))),
      }),
    );
  }
  return dir;
}

const traces = {
  'server/app/inbox/page.js.nft.json': ['page', 'shared'],
  'server/app/api/health/route.js.nft.json': ['shared', 'gone'],
  'server/instrumentation.js.nft.json': ['driver', 'shared'],
};

it('adds up each function’s files and the common ones, each file once', async () => {
  const root = await buildWith(traces, { page: 10_000, shared: 500, driver: 2_000 });
  expect(functionSizes(root)).toEqual({
    functions: [
      { route: 'app/inbox/page', bytes: 12_500 },
      { route: 'app/api/health/route', bytes: 2_500 },
    ],
    together: 12_500,
  });
});

it('reports a function that is too large, and a folder without a build', async () => {
  const told = [
    vi.spyOn(console, 'log').mockImplementation(() => undefined),
    vi.spyOn(console, 'error').mockImplementation(() => undefined),
  ] as const;
  expect(tellFunctionSizes(await buildWith(traces, { page: 1_000, shared: 1, driver: 249_000_000 }))).toBe(
    true,
  );
  expect(
    tellFunctionSizes(await buildWith(traces, { page: 2_000_000, shared: 1, driver: 249_000_000 })),
  ).toBe(false);
  expect(told[0].mock.calls[1]?.[0]).toContain(
    '2 functions: the largest app/inbox/page 251.0 MB, the smallest app/api/health/route 249.0 MB',
  );
  expect(told[1].mock.calls).toEqual([['Too large for Vercel: app/inbox/page 251.0 MB']]);
  expect(() => functionSizes(import.meta.dirname)).toThrow('There is no build');
});
