import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A place in a team's code that looks something up on the Mastra instance by a name that is spelled out there. */
export type Lookup = {
  file: string;
  line: number;
  /** The method: `getAgent`, `getToolById` and the like. */
  call: string;
  name: string;
  /** The id of the step around it, where that can be read. */
  step: string | null;
};

/** `mastra.getAgent('x')`; a name that is worked out when it runs cannot be seen. */
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

/** All in the workflows of a checkout. Sources are read, since the engine binds the code of a step, which cannot be read any more then. */
export const lookupsOf = (root: string): Lookup[] =>
  globSync(`${folder}/**/*.{ts,tsx,mts,js,mjs}`, {
    cwd: root,
    exclude: (file) => /\.test\.\w+$/.test(String(file)),
  }).flatMap((file) => lookupsIn(path.relative(folder, file), readFileSync(path.join(root, file), 'utf8')));
