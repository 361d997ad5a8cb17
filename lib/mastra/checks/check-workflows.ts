import type { AnyWorkflow } from '@mastra/core/workflows';
import { propertiesOf } from '@/lib/engine/outcomes';
import { isHidden } from '@/lib/base/schema/mask';
import { parsePath, printPath } from '@/lib/base/schema/paths';
import { agentStepFaults } from './check-agent';
import { plainStepFaults, singleEntries } from './check-asking';
import { drivableFaults } from './check-drivable';
import { schemaFaults } from './check-schemas';
import { outcomesOf } from '@/lib/mastra/questions/describe-task';
import { humanTaskOf, humanTaskSchema } from '@/lib/mastra/authoring/human-task';
import { machineWaitOf, machineWaitSchema } from '@/lib/mastra/authoring/machine-wait';
import { toJsonSchema, validateWith } from '@/lib/mastra/authoring/standard-schema';
import { idOf, isForeach, nestedWorkflow, stepsOf, type StepNode } from '@/lib/mastra/authoring/steps';
import { WorkflowError } from '@/lib/mastra/authoring/workflow-error';

/** What an outcome or an expiry presets must fit the resume schema; what the person still fills in may be missing. */
async function presetFaults(
  step: StepNode['step'],
  name: string,
  preset: Record<string, unknown>,
): Promise<string[]> {
  const properties = toJsonSchema(step.resumeSchema)?.properties;
  const unknown = Object.keys(preset).filter(
    (key) => typeof properties === 'object' && properties !== null && !Object.hasOwn(properties, key),
  );
  if (unknown.length > 0)
    return [
      `${name} sets ${unknown.map((key) => `"${key}"`).join(', ')}, which the resume schema does not have`,
    ];
  const checked = await validateWith(step.resumeSchema, preset);
  if (checked.ok) return [];
  return checked.issues
    .filter(({ path }) => Object.hasOwn(preset, parsePath(path)?.[0] ?? ''))
    .map(({ path, message }) => `${name}: ${path}: ${message}`);
}

/** The answer that is given when the time is over must be a whole one. */
async function expiryFaults(step: StepNode['step'], onExpiry: unknown): Promise<string[]> {
  if (typeof onExpiry !== 'object' || onExpiry === null || !('resumeData' in onExpiry)) return [];
  const checked = await validateWith(step.resumeSchema, onExpiry.resumeData);
  return checked.ok
    ? []
    : checked.issues.map(({ path, message }) => `onExpiry.resumeData: ${path || 'value'}: ${message}`);
}

async function policyFaults(step: StepNode['step']): Promise<string[]> {
  const policy = humanTaskOf(step.metadata);
  if (!policy) return [];
  const parsed = humanTaskSchema.safeParse(policy);
  if (!parsed.success)
    return parsed.error.issues.map((issue) => `humanTask ${printPath(issue.path)}: ${issue.message}`);
  const { outcomes = {}, onExpiry, reasonField } = parsed.data;
  const faults = await Promise.all(
    Object.entries(outcomes).map(([id, outcome]) =>
      presetFaults(step, `outcome "${id}"`, outcome.resumeData ?? {}),
    ),
  );
  faults.push(await expiryFaults(step, onExpiry));
  if (reasonField) {
    const schema = toJsonSchema(step.resumeSchema);
    const field = propertiesOf(schema)[reasonField];
    if (!field) faults.push([`reasonField "${reasonField}" is not in the resume schema`]);
    else if (isHidden(field, schema ?? true))
      faults.push([`reasonField "${reasonField}" is sensitive, but all who see the task read its reason`]);
  }
  return faults.flat();
}

async function waitFaults(step: StepNode['step']): Promise<string[]> {
  const wait = machineWaitOf(step.metadata);
  if (!wait) return [];
  if (humanTaskOf(step.metadata)) return ['has both humanTask and machineWait'];
  const parsed = machineWaitSchema.safeParse(wait);
  if (!parsed.success)
    return parsed.error.issues.map((issue) => `machineWait ${printPath(issue.path)}: ${issue.message}`);
  return expiryFaults(step, parsed.data.onExpiry);
}

/** A suspension has one index: of a list within the items of another list nobody could say which item is meant. */
function listFaults(workflow: AnyWorkflow, path: string[] = [], within: string | null = null): string[] {
  return workflow.stepGraph.flatMap(singleEntries).flatMap((entry) => {
    const id = idOf(entry);
    const list = isForeach(workflow, id);
    const here = [...path, id];
    const own =
      list && within
        ? [
            `step "${here.join('/')}": is a foreach within the items of the foreach "${within}", whose questions could not be told apart; ask in the outer one, or in a loop`,
          ]
        : [];
    const nested = nestedWorkflow(workflow, id);
    return [...own, ...(nested ? listFaults(nested, here, list ? here.join('/') : within) : [])];
  });
}

function reasonFaults(step: StepNode['step']): string[] {
  const policy = humanTaskOf(step.metadata) ?? {};
  const outcomes = outcomesOf(policy, toJsonSchema(step.resumeSchema)).map((outcome) => outcome.id);
  const unknown = (policy.reasonRequiredFor ?? []).filter((id) => !outcomes.includes(id));
  return unknown.map((id) => `reasonRequiredFor names "${id}"; the outcomes are ${outcomes.join(', ')}`);
}

async function stepFaults(step: StepNode['step']): Promise<string[]> {
  const schemas = schemaFaults({
    resumeSchema: [step.resumeSchema, 'input'],
    suspendSchema: [step.suspendSchema, 'output'],
  });
  if (schemas.length > 0) return schemas;
  const policies = [
    ...(await policyFaults(step)),
    ...(await waitFaults(step)),
    ...(await agentStepFaults(step, workflowFaults)),
  ];
  return policies.length > 0 ? policies : reasonFaults(step);
}

/** Everything that is wrong with one workflow, each as a sentence that begins with the step when it is about one. */
async function workflowFaults(workflow: AnyWorkflow): Promise<string[]> {
  const undrivable = await drivableFaults(workflow);
  if (undrivable.length > 0) return undrivable;
  const faults = [
    ...(workflow.committed ? [] : ['is not committed; end it with .commit()']),
    ...schemaFaults({
      inputSchema: [workflow.inputSchema, 'input'],
      outputSchema: [workflow.outputSchema, 'output'],
    }),
    ...(await plainStepFaults(workflow)),
    ...listFaults(workflow),
  ];
  for (const { path, step } of stepsOf(workflow)) {
    const found = await stepFaults(step);
    faults.push(...found.map((fault) => `step "${path.join('/')}": ${fault}`));
  }
  return faults;
}

/**
 * Checks every registered workflow before the first request is served.
 * @throws WorkflowError listing all mistakes, each as `workflow "x", step "y": reason`.
 */
export async function checkWorkflows(workflows: Record<string, AnyWorkflow>): Promise<void> {
  const ids = Object.values(workflows).map(({ id }) => id);
  const faults = [...new Set(ids.filter((id, index) => ids.indexOf(id) < index))].map(
    (id) => `workflow "${id}": two workflows have this id; give one of them another`,
  );
  for (const workflow of Object.values(workflows)) {
    const found = await workflowFaults(workflow);
    faults.push(
      ...found.map((fault) => `workflow "${workflow.id}"${fault.startsWith('step ') ? ',' : ':'} ${fault}`),
    );
  }
  if (faults.length > 0) throw new WorkflowError(faults.join('\n'));
}
