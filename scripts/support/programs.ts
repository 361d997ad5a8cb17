import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** A program we need is missing and we cannot install it; the message says what to do. */
export class NoProgramError extends Error {}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The first program of this name in these folders or on the PATH; undefined when there is none. */
export const findProgram = (name: string, folders: string[] = []): string | undefined =>
  [...folders, ...(process.env.PATH ?? '').split(':').filter(Boolean)]
    .map((folder) => path.join(folder, name))
    .find(isProgram);

/** Whether we may install packages: root on a Debian system. */
export const mayInstall = (): boolean => process.getuid?.() === 0 && isProgram('/usr/bin/apt-get');

/** Installs Debian packages; false when apt-get fails. Only where `mayInstall`. */
export function aptInstall(...packages: string[]): boolean {
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages);
}

/**
 * Finds the program, or installs it with apt-get if we may.
 * @throws NoProgramError saying what to do when that is not possible or fails
 */
export function ensureProgram(
  name: string,
  debianPackage: string,
  find: () => string | undefined,
  say: (line: string) => void,
): string {
  const found = find();
  if (found) return found;
  if (!mayInstall())
    throw new NoProgramError(`${name} was not found: install it (Debian: apt-get install ${debianPackage}).`);
  say(`${name} was not found; installing it with apt-get …`);
  const program = aptInstall(debianPackage) ? find() : undefined;
  if (!program)
    throw new NoProgramError(`apt-get could not install ${debianPackage}; install ${name} by hand.`);
  return program;
}
