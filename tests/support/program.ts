import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSync } from 'esbuild';
import { inject } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const built = new Map<string, string>();

/**
 * Bundles one of our programs, without its packages. It then starts in half the time tsx needs, for tests
 * that start it often.
 * @param entry its path in the tree
 * @returns the file to run with Node
 */
export function program(entry: string): string {
  const known = built.get(entry);
  if (known !== undefined) return known;
  const name = path.basename(entry, '.ts');
  const outdir = path.join(inject('programsDir'), `${process.pid}-${name}`);
  buildSync({
    entryPoints: [path.join(root, entry)],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Keeps dynamic imports in separate files, loaded on demand as in the original.
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    tsconfig: path.join(root, 'tsconfig.json'),
    logLevel: 'warning',
  });
  const file = path.join(outdir, `${name}.mjs`);
  built.set(entry, file);
  return file;
}

export type Ended = { code: number | null; out: string; err: string };

/**
 * Runs an `npm run` script to completion; `input` is what a person types. That npm itself finds it is covered
 * by scripts/help.test.ts.
 */
export async function runScript(
  name: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  input = '',
): Promise<Ended> {
  const child = spawn(process.execPath, [program(`scripts/${name}.ts`), ...args], { cwd: root, env });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
