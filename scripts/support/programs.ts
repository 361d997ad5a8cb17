import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** A program that is needed is not there, and cannot be installed by ourselves; the message says what to do. */
export class NoProgramError extends Error {}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The first of these programs that is on the PATH or in one of the folders; undefined when none is. */
export const findProgram = (name: string, folders: string[] = []): string | undefined =>
  [...folders, ...(process.env.PATH ?? '').split(':').filter(Boolean)]
    .map((folder) => path.join(folder, name))
    .find(isProgram);

/** Whether this is root on a Debian, who may install packages. */
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
 * The program, installed with apt-get when it is not there and this is root on a Debian.
 * @throws NoProgramError with what to do when that is not possible or fails.
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
