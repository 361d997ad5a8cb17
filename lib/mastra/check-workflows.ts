import type { AnyWorkflow, SingleStepEntry, StepFlowEntry } from '@mastra/core/workflows';
import { propertiesOf } from '@/lib/policies/outcomes';
import { isSensitive } from '@/lib/schema/meta';
import { parsePath, printPath } from '@/lib/schema/paths';
import { agentPolicyOf } from './agent-policy';
import { drivableFaults } from './check-drivable';
import { outcomesOf } from './describe-task';
import { humanTaskOf, humanTaskSchema } from './human-task';
import { machineWaitOf, machineWaitSchema } from './machine-wait';
import { nameFaults } from './name-faults';
import { toJsonSchema, validateWith } from './standard-schema';
import { idOf, isForeach, nestedOf, nestedWorkflow, stepsOf, type StepNode } from './steps';
import { WorkflowError } from './workflow-error';

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

function schemaFaults(schemas: Record<string, unknown>): string[] {
  return Object.entries(schemas).flatMap(([name, schema]) => {
    try {
      return nameFaults(toJsonSchema(schema)).map((fault) => `${name}, ${fault}`);
    } catch (error) {
      return [`${name} has no JSON Schema: ${reason(error)}`];
    }
  });
}

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
    const field = propertiesOf(toJsonSchema(step.resumeSchema))[reasonField];
    if (!field) faults.push([`reasonField "${reasonField}" is not in the resume schema`]);
    else if (isSensitive(field))
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

/** The entries of a graph that are one step each, branches and loops opened. */
function singleEntries(entry: StepFlowEntry): SingleStepEntry[] {
  switch (entry.type) {
    case 'parallel':
    case 'conditional':
      return entry.steps;
    case 'loop':
    case 'foreach':
      return [entry.step];
    case 'sleep':
    case 'sleepUntil':
      return [];
    default:
      return [entry];
  }
}

/** An agent as a plain step never ends when one of its tools asks: the engine waits for an answer nobody can give. */
async function agentFaults(workflow: AnyWorkflow): Promise<string[]> {
  const faults = (await Promise.all(nestedOf(workflow).map(agentFaults))).flat();
  for (const entry of workflow.stepGraph.flatMap(singleEntries)) {
    if (entry.type !== 'agent') continue;
    const tools = Object.entries(
      ((await entry.agent?.listTools?.()) ?? {}) as Record<
        string,
        { requireApproval?: unknown; suspendSchema?: unknown }
      >,
    );
    const asking = tools
      .filter(([, tool]) => tool.requireApproval || tool.suspendSchema)
      .map(([name]) => `"${name}"`);
    if (asking.length > 0)
      faults.push(
        `step "${entry.id}": the agent's tools ${asking.join(', ')} ask people; make the step with agentStep(agent), so that they become tasks`,
      );
  }
  return faults;
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

/** The rules for an agent's tool calls are humanTask rules; a tool they name must be one the agent has. */
async function toolPolicyFaults(step: StepNode['step']): Promise<string[]> {
  const policy = agentPolicyOf(step.metadata);
  if (!policy) return [];
  const known = Object.keys(await policy.agent.listTools());
  const rules = { ...(policy.approvals ? { approvals: policy.approvals } : {}), ...policy.tools };
  const unknown = Object.keys(policy.tools ?? {}).filter((name) => !known.includes(name));
  return [
    ...unknown.map((name) => `tools names "${name}"; the agent has ${known.join(', ') || 'none'}`),
    ...Object.entries(rules).flatMap(([name, rule]) =>
      (humanTaskSchema.safeParse(rule).error?.issues ?? []).map(
        (issue) => `${name} ${printPath(issue.path)}: ${issue.message}`,
      ),
    ),
  ];
}

function reasonFaults(step: StepNode['step']): string[] {
  const policy = humanTaskOf(step.metadata) ?? {};
  const outcomes = outcomesOf(policy, toJsonSchema(step.resumeSchema)).map((outcome) => outcome.id);
  const unknown = (policy.reasonRequiredFor ?? []).filter((id) => !outcomes.includes(id));
  return unknown.map((id) => `reasonRequiredFor names "${id}"; the outcomes are ${outcomes.join(', ')}`);
}

async function stepFaults(step: StepNode['step']): Promise<string[]> {
  const schemas = schemaFaults({ resumeSchema: step.resumeSchema, suspendSchema: step.suspendSchema });
  if (schemas.length > 0) return schemas;
  const policies = [
    ...(await policyFaults(step)),
    ...(await waitFaults(step)),
    ...(await toolPolicyFaults(step)),
  ];
  return policies.length > 0 ? policies : reasonFaults(step);
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
    const name = `workflow "${workflow.id}"`;
    const undrivable = await drivableFaults(workflow);
    faults.push(...undrivable.map((fault) => `${name}${fault.startsWith('step ') ? ',' : ':'} ${fault}`));
    if (undrivable.length > 0) continue;
    if (!workflow.committed) faults.push(`${name}: is not committed; end it with .commit()`);
    faults.push(
      ...schemaFaults({ inputSchema: workflow.inputSchema, outputSchema: workflow.outputSchema }).map(
        (fault) => `${name}: ${fault}`,
      ),
    );
    faults.push(
      ...[...(await agentFaults(workflow)), ...listFaults(workflow)].map((fault) => `${name}, ${fault}`),
    );
    for (const { path, step } of stepsOf(workflow)) {
      const found = await stepFaults(step);
      faults.push(...found.map((fault) => `${name}, step "${path.join('/')}": ${fault}`));
    }
  }
  if (faults.length > 0) throw new WorkflowError(faults.join('\n'));
}
