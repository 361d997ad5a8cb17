import { defineConfig } from 'vitest/config';

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
      { extends: true, test: { name: 'unit', include: ['{lib,db,components,app,scripts}/**/*.test.{ts,tsx}', 'tests/*.test.ts'], testTimeout: 20_000, hookTimeout: 20_000 } },
      // Every store on a real server; apart, because the servers have to be installed.
      { extends: true, test: { name: 'stores', include: ['tests/stores/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 } },
      // Production servers of a build of their own.
      { extends: true, test: { name: 'fleet', include: ['tests/fleet/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
