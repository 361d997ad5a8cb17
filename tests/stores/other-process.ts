import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { nothingConfigured } from '@/scripts/support/app-server';
import { program } from '@/tests/support/program';

export const root = path.resolve(import.meta.dirname, '../..');

/** What a production server needs besides its stores. */
export const production = {
  NODE_ENV: 'production',
  AUTH_SECRET: 'a'.repeat(32),
  CRON_SECRET: 'c'.repeat(32),
  APP_URL: 'http://localhost:3000',
  DATA_DIR: '/nowhere/countersign',
} as const;

/** The environment of a process configured with just this. */
export const environment = (env: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...nothingConfigured(),
  ...production,
  ...env,
});

/** Runs one of our scripts and waits for it. */
export async function otherProcess(script: string, env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [program(script), ...args], {
    cwd: root,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, out, err };
}
