import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `mastra.getAgent('x')` and `mastra.getAgentById('x')`; names computed at run time cannot be found. */
const lookup = /\.(getAgent|getAgentById)\(\s*(['"`])([^'"`$\\]+)\2/g;

/**
 * Agents that a folder's files look up on the Mastra instance but nobody registered, so that every run would
 * fail on them. It reads source files, since the engine binds step functions and hides their code.
 * @param agents the registered agents, by the names that `getAgent` finds
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
