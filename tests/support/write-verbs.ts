import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A statement that writes, in drizzle or raw SQL. */
const changes = /\.(insert|update|delete)\(\s*[a-zA-Z]|insertWhere\(|sql`\s*(insert|update|delete) /;
/** Where statements are executed, rather than returned to a caller that executes them. */
const sends = /await\s+(\w+\.)*(db|database\(\))\s*\.(insert|update|delete|run)\(/;
const batches = /\.batch\(/;
/** How verbs write; other functions have such names, too. */
const commits = /(?<!\.)\b(commit(Each)?|write)\(/;
const theCommit = 'lib/journal/commit.ts';

type Declaration = { name: string; exported: boolean; text: string };

/** The top-level functions and constants of a module, each with its text. */
function declarationsOf(source: string): Declaration[] {
  const start = /^(export )?(?:async )?(?:function|const|class) (\w+)/gm;
  const found = [...source.matchAll(start)];
  return found.map((one, index) => ({
    name: one[2] ?? '',
    exported: one[1] !== undefined,
    text: source.slice(one.index, found[index + 1]?.index),
  }));
}

/** The functions of a module that write when called, directly or through one beside them. */
function verbsOf(source: string): string[] {
  const all = declarationsOf(source);
  const mayCommit = /journal\/commit'|'\.\/commit'/.test(source);
  const writing = new Set(
    all
      .filter(
        ({ text }) =>
          sends.test(text) || (mayCommit && commits.test(text)) || (batches.test(text) && changes.test(text)),
      )
      .map(({ name }) => name),
  );
  const calls = ({ text }: Declaration) =>
    [...writing].some((name) => new RegExp(`\\b${name}\\(`).test(text));
  for (let before = -1; before !== writing.size;) {
    before = writing.size;
    for (const one of all) if (calls(one)) writing.add(one.name);
  }
  return all.filter(({ name, exported }) => exported && writing.has(name)).map(({ name }) => name);
}

/** The functions that write to the app database when called, each with its file. */
export function writeVerbs(): { verb: string; file: string }[] {
  const files = globSync('lib/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.test\.tsx?$|^lib\/mastra\//.test(file) && file !== theCommit,
  );
  return files
    .toSorted()
    .flatMap((file) => verbsOf(readFileSync(path.join(root, file), 'utf8')).map((verb) => ({ verb, file })));
}
