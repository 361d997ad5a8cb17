import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'vitest/node';

type Found = { source: string; isType: boolean };

/** What a module imports and re-exports. */
function importsOf(file: string): Found[] {
  const { body } = parseAst(readFileSync(file, 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' });
  return body.flatMap((node) => {
    if (node.type === 'ImportDeclaration')
      return [{ source: node.source.value, isType: node.importKind === 'type' }];
    if (node.type === 'ExportAllDeclaration' || node.type === 'ExportNamedDeclaration')
      return node.source ? [{ source: node.source.value, isType: node.exportKind === 'type' }] : [];
    return [];
  });
}

/** Sources of value imports. A type import loads nothing. */
const valueImports = (file: string): string[] =>
  importsOf(file).flatMap(({ source, isType }) => (isType ? [] : [source]));

/** The project file that `source` refers to in `from`; undefined for a package or an asset. */
function resolve(source: string, from: string, root: string): string | undefined {
  if (!source.startsWith('@/') && !source.startsWith('.')) return undefined;
  const base = source.startsWith('@/')
    ? path.join(root, source.slice(2))
    : path.resolve(path.dirname(from), source);
  const candidates = [
    base,
    `${base}.ts`,
    `${base}.tsx`,
    path.join(base, 'index.ts'),
    path.join(base, 'index.tsx'),
  ];
  return candidates.find((file) => /\.tsx?$/.test(file) && existsSync(file) && statSync(file).isFile());
}

/**
 * The shortest path from `entry` to each forbidden import, over value imports only, as `"a.tsx > b.ts >
 * node:fs"` (relative to `root`).
 */
export function forbiddenPaths(
  entry: string,
  root: string,
  forbidden: (source: string) => boolean,
): string[] {
  const seen = new Set([entry]);
  const found: string[] = [];
  const queue = [[entry]];
  for (let chain = queue.shift(); chain; chain = queue.shift()) {
    const file = chain.at(-1) ?? entry;
    for (const source of valueImports(file)) {
      const next = resolve(source, file, root);
      if (next && !seen.has(next)) {
        seen.add(next);
        queue.push([...chain, next]);
      }
      if (!next && forbidden(source))
        found.push([...chain.map((step) => path.relative(root, step)), source].join(' > '));
    }
  }
  return found;
}

/** The project files that a file imports, types included; paths relative to `root`. */
export const importedFiles = (file: string, root: string): string[] =>
  importsOf(path.join(root, file)).flatMap(({ source }) => {
    const found = resolve(source, path.join(root, file), root);
    return found ? [path.relative(root, found)] : [];
  });
