/**
 * Runs the browser tests: finds or installs a Chromium, builds the app, runs Playwright.
 * `npm run test:e2e -- [--no-build] [Playwright's own arguments]`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from '@/scripts/support/build';
import { tellFunctionSizes } from '@/scripts/function-sizes';
import { ensureChromium, NoChromiumError } from './support/chromium';

const root = path.resolve(import.meta.dirname, '..');
const rest = process.argv.slice(2).filter((argument) => argument !== '--no-build');
const building = rest.length === process.argv.length - 2;

async function main(): Promise<number> {
  const chromium = ensureChromium(console.log);
  if (building && !(await build(root))) {
    console.error('The app could not be built, so the browser tests did not run.');
    return 1;
  }
  if (building && !tellFunctionSizes(root)) return 1;
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js');
  const playwright = spawn(process.execPath, [cli, 'test', ...rest], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_PATH: chromium },
  });
  const [code] = await once(playwright, 'exit');
  return typeof code === 'number' ? code : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof NoChromiumError)) throw error;
  console.error(error.message);
  return 1;
});
