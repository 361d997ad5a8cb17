import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A place in the code that looks something up on the Mastra instance by a literal name. */
export type Lookup = {
  file: string;
  line: number;
  /** The method: `getAgent`, `getToolById` and the like. */
  call: string;
  name: string;
  /** The id of the enclosing step, where it can be read. */
  step: string | null;
};

/** `mastra.getAgent('x')`; names computed at run time cannot be found. */
const lookup = /(?<![\w$])mastra\s*[?!]?\s*\.\s*(get[A-Z]\w*)\(\s*(['"`])([^'"`$\\]+)\2/g;
const stepId = /createStep\(\s*\{[^]*?\bid:\s*(['"`])([^'"`$\\]+)\1/g;

const folder = 'lib/mastra/workflows';

function lookupsIn(file: string, text: string): Lookup[] {
  return [...text.matchAll(lookup)].flatMap(({ 1: call = '', 3: name = '', index }) => {
    const before = text.slice(0, index);
    const isComment = /(?:^|[^:])\/\/|^\s*\*/.test(before.slice(before.lastIndexOf('\n') + 1));
    const step = [...before.matchAll(stepId)].at(-1)?.[2] ?? null;
    return isComment ? [] : [{ file, line: before.split('\n').length, call, name, step }];
  });
}

/**
 * All lookups in a checkout's workflows. It reads source files, since the engine binds step functions and
 * hides their code.
 */
export const lookupsOf = (root: string): Lookup[] =>
  globSync(`${folder}/**/*.{ts,tsx,mts,js,mjs}`, {
    cwd: root,
    exclude: (file) => /\.test\.\w+$/.test(String(file)),
  }).flatMap((file) => lookupsIn(path.relative(folder, file), readFileSync(path.join(root, file), 'utf8')));
