import type { Mastra } from '@mastra/core';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { stepsOf } from '@/lib/mastra/authoring/steps';
import { WorkflowError } from '@/lib/mastra/authoring/workflow-error';
import type { Lookup } from './lookups';

const index = 'lib/mastra/workflows/index.ts';

function remedy(call: string): string {
  if (call.startsWith('getAgent')) return `add it to \`agents\` in ${index}`;
  if (call.startsWith('getWorkflow')) return `add it to \`workflows\` in ${index}`;
  return 'the desk registers workflows and agents only, so import it where it is used';
}

/** Asks the instance itself, which also knows the tools of its agents. */
function isFound(mastra: Mastra, { call, name }: Lookup): boolean {
  const find = (mastra as unknown as Record<string, unknown>)[call];
  if (typeof find !== 'function' || find.length === 0) return true;
  try {
    return Boolean(find.call(mastra, name));
  } catch {
    return false;
  }
}

/** The step's place in the registered workflows; none for a step of an unused file. */
const placesOf = (workflows: readonly AnyWorkflow[], step: string): string[] =>
  workflows.flatMap((workflow) =>
    stepsOf(workflow)
      .filter(({ path }) => path.at(-1) === step)
      .map(({ path }) => `workflow "${workflow.id}", step "${path.join('/')}": `),
  );

/**
 * Checks that everything the code looks up on the Mastra instance is registered: otherwise every run would
 * fail there.
 * @throws WorkflowError listing what is missing, each with file and line, and workflow and step where known
 */
export function checkLookups(
  mastra: Mastra,
  workflows: readonly AnyWorkflow[],
  lookups: readonly Lookup[],
): void {
  const faults = lookups
    .filter((found) => !isFound(mastra, found))
    .flatMap(({ file, line, call, name, step }) => {
      const reason = `${file}, line ${line}, looks up "${name}" by ${call}, which nobody registered; ${remedy(call)}`;
      return (step === null ? [''] : placesOf(workflows, step)).map((place) => place + reason);
    });
  if (faults.length > 0) throw new WorkflowError(faults.join('\n'));
}
