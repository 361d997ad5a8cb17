import os from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { aptInstall, isProgram, mayInstall } from '@/scripts/support/programs';

type Variables = Record<string, string | undefined>;
type Machine = { platform: NodeJS.Platform; env: Variables; home: string };

/** No browser, and we cannot install one; the message is one sentence saying what to do. */
export class NoChromiumError extends Error {}

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const given = (env: Variables) => env.CHROMIUM_PATH || env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH || undefined;

/** Where a Chromium may be on this kind of machine, best first: on the PATH, then in the usual places. */
export function chromiumPlaces({ platform, env, home }: Machine): string[] {
  const { join } = platform === 'win32' ? path.win32 : path.posix;
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (root) => root !== undefined,
    );
    const programs = [
      'Chromium\\Application\\chrome.exe',
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return programs.flatMap((program) => roots.map((root) => join(root, program)));
  }
  const onPath = names.flatMap((name) =>
    (env.PATH ?? '')
      .split(':')
      .filter(Boolean)
      .map((folder) => join(folder, name)),
  );
  if (platform !== 'darwin') return [...onPath, '/snap/bin/chromium', '/opt/google/chrome/chrome'];
  const programs = [
    'Chromium.app/Contents/MacOS/Chromium',
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ];
  return [
    ...onPath,
    ...programs.flatMap((program) => [join('/Applications', program), join(home, 'Applications', program)]),
  ];
}

/**
 * The Chromium to test with: `CHROMIUM_PATH` or `PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH`, then the system's,
 * then the one `playwright install` downloaded; `undefined` when there is none.
 * @throws NoChromiumError when the environment names one that does not exist
 */
export function findChromium(
  machine: Machine = { platform: process.platform, env: process.env, home: os.homedir() },
  exists = isProgram,
): string | undefined {
  const chosen = given(machine.env);
  if (chosen && !exists(chosen))
    throw new NoChromiumError(`CHROMIUM_PATH names ${chosen}, and no program is there.`);
  return chosen ?? [...chromiumPlaces(machine), chromium.executablePath()].find((place) => exists(place));
}

/**
 * Like `findChromium`, but installs Debian's package if there is none and we may.
 * @throws NoChromiumError saying what to do when that is not possible or fails
 */
export function ensureChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found) return found;
  const advice =
    'install Chromium or Chrome, or run "npx playwright install chromium", or set CHROMIUM_PATH to one';
  if (!mayInstall()) {
    throw new NoChromiumError(`No Chromium was found for the browser tests: ${advice}.`);
  }
  say('No Chromium was found; installing it with apt-get …');
  const installed = aptInstall('chromium', 'fonts-liberation');
  const program = installed ? findChromium() : undefined;
  if (!program)
    throw new NoChromiumError(`apt-get could not install Chromium for the browser tests: ${advice}.`);
  return program;
}
