import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * The size of each function of a build on Vercel, from the files the build traced for it: those of its page
 * or route, of instrumentation.ts and of Next's server. `npm run function-sizes [folder]`, after a build.
 * Exits with 1 when one is too large.
 */

/** The limit for a function, unpacked, in bytes. Source: https://vercel.com/docs/functions/limitations */
const limit = 250_000_000;

const trace = z.object({ files: z.array(z.string()) });

export type FunctionSize = { route: string; bytes: number };

/** Absolute paths of the files in a trace; empty when the build has no such trace. */
function filesOf(file: string): string[] {
  if (!statSync(file, { throwIfNoEntry: false })) return [];
  return trace
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .files.map((name) => path.resolve(path.dirname(file), name));
}

function sizeOf(files: Iterable<string>): number {
  let sum = 0;
  for (const file of new Set(files)) {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile()) sum += stat.size;
  }
  return sum;
}

/**
 * The functions of the build in `root`, largest first, and their size if combined into one.
 * @throws when there is no build
 */
export function functionSizes(root: string): { functions: FunctionSize[]; together: number } {
  const server = path.join(root, '.next/server');
  const common = [
    path.join(server, 'instrumentation.js.nft.json'),
    path.join(root, '.next/next-minimal-server.js.nft.json'),
  ].flatMap(filesOf);
  const traces = globSync('app/**/{page,route}.js.nft.json', { cwd: server });
  if (traces.length === 0) throw new Error(`There is no build in ${root}; make one with: npm run build`);
  const files = traces.map((name) => ({
    route: name.replace(/\.js\.nft\.json$/, ''),
    files: [...filesOf(path.join(server, name)), ...common],
  }));
  const functions = files
    .map((one) => ({ route: one.route, bytes: sizeOf(one.files) }))
    .toSorted((a, b) => b.bytes - a.bytes);
  return { functions, together: sizeOf(files.flatMap((one) => one.files)) };
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * Prints the sizes.
 * @returns whether all functions can be deployed
 */
export function tellFunctionSizes(root: string): boolean {
  const { functions, together } = functionSizes(root);
  const [largest, smallest] = [functions[0], functions.at(-1)];
  const tooLarge = functions.filter(({ bytes }) => bytes > limit);
  console.log(
    `${functions.length} functions: the largest ${largest?.route} ${megabytes(largest?.bytes ?? 0)}, the smallest ${smallest?.route} ${megabytes(smallest?.bytes ?? 0)}, all in one ${megabytes(together)}; the limit is ${megabytes(limit)}.`,
  );
  for (const { route, bytes } of tooLarge)
    console.error(`Too large for Vercel: ${route} ${megabytes(bytes)}`);
  return tooLarge.length === 0;
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = tellFunctionSizes(path.resolve(process.argv[2] ?? '.')) ? 0 : 1;
}
