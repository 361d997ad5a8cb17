import type { AnyWorkflow } from '@mastra/core/workflows';
import type { Json } from '@/db/schema/json';
import { isNothing } from '@/lib/engine/evidence';
import { isHidden } from '@/lib/base/schema/mask';
import { propertiesOf } from '@/lib/base/schema/prefill';
import { shapeOf } from '@/lib/base/schema/shape';
import { isRecord, ownPart, type JsonSchema } from '@/lib/base/schema/types';
import { agentPolicyOf } from '@/lib/mastra/authoring/agent-policy';
import { machineWaitOf } from '@/lib/mastra/authoring/machine-wait';
import { schemaOrHidden } from '@/lib/mastra/authoring/standard-schema';
import { nestedOf, stepsOf, type StepDefinition } from '@/lib/mastra/authoring/steps';

const known = new WeakMap<AnyWorkflow, Set<string>>();

function namesIn(schema: unknown, root: JsonSchema, found: Set<string>): void {
  if (Array.isArray(schema)) return schema.forEach((part) => namesIn(part, root, found));
  if (!isRecord(schema)) return;
  if (isRecord(schema.properties))
    for (const [name, part] of Object.entries(schema.properties))
      if (isHidden(part as JsonSchema, root)) found.add(name);
  for (const part of Object.values(schema)) namesIn(part, root, found);
}

/**
 * Property names that any schema of a workflow marks as sensitive. Steps pass data on to others whose schemas
 * do not say so.
 */
function sensitiveNames(workflow: AnyWorkflow): Set<string> {
  const before = known.get(workflow);
  if (before) return before;
  const found = new Set<string>();
  known.set(workflow, found);
  const all = [workflow, ...nestedOf(workflow), ...stepsOf(workflow).map(({ step }) => step)];
  for (const { inputSchema, outputSchema, suspendSchema, resumeSchema } of all as StepDefinition[])
    for (const [schema, side] of [
      [inputSchema, 'input'],
      [outputSchema, 'output'],
      [suspendSchema, 'output'],
      [resumeSchema, 'input'],
    ] as const) {
      const stored = schemaOrHidden(schema, side);
      if (stored !== null) namesIn(stored, stored, found);
    }
  for (const nested of nestedOf(workflow)) for (const name of sensitiveNames(nested)) found.add(name);
  return found;
}

/** The part of a value that its schema lists; undefined when it lists none of it. */
function listed(value: Json, schema: JsonSchema, root: JsonSchema, secret: Set<string>): Json | undefined {
  if (value === null || typeof value !== 'object') return value;
  const shape = shapeOf(schema, root);
  if (Array.isArray(value)) {
    if (shape.kind !== 'array') return undefined;
    return value.flatMap((item) => listed(item, shape.items, root, secret) ?? []);
  }
  const isOpen = shape.kind === 'record';
  const parts = isOpen
    ? Object.keys(value).map((key) => ({ key, schema: shape.values }))
    : propertiesOf(schema, root);
  const entries = parts.flatMap(({ key, schema: part }) => {
    const own = ownPart(value, key);
    const hidden = secret.has(key) && !isHidden(part, root);
    const shown = own === undefined || hidden ? undefined : listed(own, part, root, secret);
    return shown === undefined ? [] : [[key, shown] as const];
  });
  if (shape.kind === 'union' && shape.discriminator !== undefined) {
    const tag = ownPart(value, shape.discriminator);
    if (tag !== undefined && !secret.has(shape.discriminator)) entries.unshift([shape.discriminator, tag]);
  }
  return isOpen || entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/**
 * Evidence for a step that suspended with nothing: its input, limited to what its own schema lists and
 * without what another schema of the workflow marks as sensitive. Undefined when there is none, or the step
 * asks nobody.
 */
export function inputEvidence(
  workflow: AnyWorkflow,
  step: StepDefinition | undefined,
  { asked, input }: { asked: Json; input: Json },
): Json | undefined {
  if (!step || !isNothing(asked) || !isRecord(input)) return undefined;
  if (agentPolicyOf(step.metadata) || machineWaitOf(step.metadata)) return undefined;
  const schema = schemaOrHidden(step.inputSchema);
  return schema === null ? undefined : listed(input, schema, schema, sensitiveNames(workflow));
}
