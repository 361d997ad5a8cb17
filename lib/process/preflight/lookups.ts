import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `mastra.getAgent('x')` and `mastra.getAgentById('x')`; a name that is worked out when it runs cannot be seen. */
const lookup = /\.(getAgent|getAgentById)\(\s*(['"`])([^'"`$\\]+)\2/g;

/**
 * Agents that the files of a folder look up on the Mastra instance, and that nobody registered: every run would fail on
 * them. It reads sources, since the engine binds the code of a step, which cannot be read any more then.
 * @param agents the registered ones, by the names that `getAgent` finds them under
 */
export function lookupFaults(folder: string, agents: Record<string, { id: string }>): string[] {
  const ids = Object.values(agents).map(({ id }) => id);
  const known: Record<string, string[]> = { getAgent: Object.keys(agents), getAgentById: ids };
  return globSync('**/*.{ts,tsx,mts,js,mjs}', { cwd: folder }).flatMap((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    return [...text.matchAll(lookup)].flatMap(({ 1: call, 3: name, index }) =>
      known[call!]!.includes(name!)
        ? []
        : [
            `${file}, line ${text.slice(0, index).split('\n').length}: looks up the agent "${name}", which nobody registered; add it to \`agents\` in lib/mastra/workflows/index.ts`,
          ],
    );
  });
}
