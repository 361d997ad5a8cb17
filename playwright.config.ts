import { defineConfig } from '@playwright/test';
import type { DeskChoice } from './e2e/support/fixtures';
import { findChromium } from './e2e/support/chromium';
import { testServerDir } from './tests/support/test-build';

const executablePath = findChromium();

export default defineConfig<object, DeskChoice>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  fullyParallel: true,
  workers: 2,
  // A browser that hangs once is reported as "flaky" and blocks nobody; a real fault fails again.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  projects: [
    { name: 'desk', testIgnore: 'e2e/workflows/**' },
    { name: 'build', testMatch: 'e2e/workflows/build.setup.ts' },
    // A desk with a team's own workflows added: those of tests/support/workflows.
    {
      name: 'workflows',
      testMatch: 'e2e/workflows/*.spec.ts',
      dependencies: ['build'],
      use: { builtIn: testServerDir },
    },
  ],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Madrid',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
