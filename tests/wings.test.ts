import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importedFiles } from './support/module-graph';

const root = path.resolve(import.meta.dirname, '..');

/** Which folders of lib import from which others, types included, each with one such import. */
function folderImports(): Map<string, Map<string, string>> {
  const graph = new Map<string, Map<string, string>>();
  for (const file of globSync('lib/**/*.{ts,tsx}', { cwd: root })) {
    if (file.includes('.test.') || file.startsWith('lib/mastra/workflows/')) continue;
    const from = path.dirname(file);
    const targets = graph.get(from) ?? new Map<string, string>();
    for (const imported of importedFiles(file, root)) {
      const to = path.dirname(imported);
      if (imported.startsWith('lib/') && to !== from) targets.set(to, `${file} -> ${imported}`);
    }
    graph.set(from, targets);
  }
  return graph;
}

/** The first circle found, as its imports; empty when there is none. */
function circle(graph: Map<string, Map<string, string>>): string[] {
  const done = new Set<string>();
  const visit = (folder: string, way: string[]): string[] => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (done.has(folder)) return [];
    for (const next of graph.get(folder)?.keys() ?? []) {
      const found = visit(next, [...way, folder]);
      if (found.length > 0) return found;
    }
    done.add(folder);
    return [];
  };
  for (const folder of graph.keys()) {
    const way = visit(folder, []);
    if (way.length > 0) return way.slice(1).map((to, at) => graph.get(way[at] ?? '')?.get(to) ?? to);
  }
  return [];
}

describe('the folders of lib', () => {
  it('have an order: none imports from another that imports from it', () => {
    const graph = folderImports();
    expect(graph.size).toBeGreaterThan(20);
    expect(circle(graph)).toEqual([]);
  });

  it('report a circle by its imports', () => {
    const graph = new Map([
      ['lib/a', new Map([['lib/b', 'lib/a/one.ts -> lib/b/two.ts']])],
      ['lib/b', new Map([['lib/c', 'lib/b/two.ts -> lib/c/three.ts']])],
      ['lib/c', new Map([['lib/b', 'lib/c/three.ts -> lib/b/four.ts']])],
    ]);
    expect(circle(graph)).toEqual(['lib/b/two.ts -> lib/c/three.ts', 'lib/c/three.ts -> lib/b/four.ts']);
  });
});
