import { Workflow, type AnyWorkflow } from '@mastra/core/workflows';
import { runStatuses } from '@/db/enums';
import { entryIds, idsOf } from '@/lib/mastra/authoring/steps';
import { contextFaults } from './check-needs';

/**
 * The engine stores the run's input under `input` beside the steps, `__proto__` gets lost, and Postgres
 * cannot store NUL.
 */
const reserved = (id: string) => id === '' || id === 'input' || id === '__proto__' || id.includes('\0');

/** Something shaped like a workflow, such as one made by another copy of @mastra/core. */
const looksLikeWorkflow = (value: unknown): value is AnyWorkflow =>
  typeof value === 'object' && value !== null && 'stepGraph' in value && 'commit' in value;

function engineFaults(workflow: AnyWorkflow): string[] {
  if (!(workflow instanceof Workflow))
    return [
      'was made by another copy of @mastra/core than the desk’s; let its package take @mastra/core as a peer dependency, so that one copy is installed (npm ls @mastra/core)',
    ];
  if (workflow.engineType !== 'default')
    return [
      `runs on the ${workflow.engineType} engine, and the desk drives Mastra’s default one only; make it with createWorkflow of @mastra/core/workflows, without a schedule`,
    ];
  const kept = workflow.options?.shouldPersistSnapshot;
  const dropped = kept
    ? runStatuses.filter(
        (workflowStatus) =>
          workflowStatus !== 'lost' &&
          !kept({ workflowStatus, stepResults: {} } as Parameters<typeof kept>[0]),
      )
    : [];
  return dropped.length > 0
    ? [
        `does not keep its state while ${dropped.join(', ')}, so that a run could not go on after a restart; leave out shouldPersistSnapshot`,
      ]
    : [];
}

function idFaults(workflow: AnyWorkflow): string[] {
  const ids = workflow.stepGraph.flatMap(entryIds);
  return [
    ...ids
      .filter(reserved)
      .map((id) => `a step has the id ${JSON.stringify(id)}, which the engine cannot keep`),
    ...[...new Set(ids.filter((id, index) => ids.indexOf(id) < index))].map(
      (id) => `two steps have the id "${id}"; give one of them another`,
    ),
  ];
}

/**
 * What keeps the desk from driving a workflow, nested ones included: another engine or copy of Mastra, state
 * that is not persisted, a request context the desk does not provide, or ids the engine cannot store. One
 * sentence each, with the step where there is one.
 */
export async function drivableFaults(workflow: AnyWorkflow, path: readonly string[] = []): Promise<string[]> {
  const at = (fault: string) => (path.length > 0 ? `step "${path.join('/')}": ${fault}` : fault);
  const own = engineFaults(workflow);
  if (own.length > 0) return own.map(at);
  const faults = [...(await contextFaults(workflow.requestContextSchema)), ...idFaults(workflow)].map(at);
  for (const id of new Set(workflow.stepGraph.flatMap(idsOf))) {
    const step: unknown = workflow.steps[id];
    const within = [...path, id];
    if (looksLikeWorkflow(step)) faults.push(...(await drivableFaults(step, within)));
    else if (typeof step === 'object' && step !== null && 'requestContextSchema' in step)
      faults.push(
        ...(await contextFaults(step.requestContextSchema)).map(
          (fault) => `step "${within.join('/')}": ${fault}`,
        ),
      );
  }
  return faults;
}
