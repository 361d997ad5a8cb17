import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    environment: 'node',
    // Else a test that asks for the configuration would make a secret in the data folder.
    env: { AUTH_SECRET: 'a-secret-that-only-tests-have-and-use' },
    include: ['{lib,db,components,app,scripts}/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: './tests/support/migrated-base.ts',
    setupFiles: './tests/support/strict-console.ts',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
