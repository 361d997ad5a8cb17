import type { StoredSchema } from '@/db/schema/json';
import { outcomeFaults } from '@/lib/engine/outcome-faults';
import { schemaProperties } from '@/lib/engine/properties-of';
import { isHidden } from '@/lib/base/schema/mask';
import { parsePath, printPath } from '@/lib/base/schema/paths';
import { plainMessage } from '@/lib/base/schema/plain-message';
import { outcomesOf } from '@/lib/mastra/questions/describe-task';
import { humanTaskSchema, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { toJsonSchema, validateWith } from '@/lib/mastra/authoring/standard-schema';

/** A preset must fit the resume schema, but may leave out what the person fills in. */
async function presetFaults(
  resumeSchema: unknown,
  name: string,
  preset: Record<string, unknown>,
): Promise<string[]> {
  const properties = toJsonSchema(resumeSchema)?.properties;
  const unknown = Object.keys(preset).filter(
    (key) => typeof properties === 'object' && properties !== null && !Object.hasOwn(properties, key),
  );
  if (unknown.length > 0)
    return [
      `${name} sets ${unknown.map((key) => `"${key}"`).join(', ')}, which the resume schema does not have`,
    ];
  const checked = await validateWith(resumeSchema, preset);
  if (checked.ok) return [];
  return checked.issues
    .filter(({ path }) => Object.hasOwn(preset, parsePath(path)?.[0] ?? ''))
    .map(({ path, message }) => `${name}: ${path}: ${message}`);
}

/** The answer given at expiry must be complete. */
export async function expiryFaults(resumeSchema: unknown, onExpiry: unknown): Promise<string[]> {
  if (typeof onExpiry !== 'object' || onExpiry === null || !('resumeData' in onExpiry)) return [];
  const checked = await validateWith(resumeSchema, onExpiry.resumeData);
  return checked.ok
    ? []
    : checked.issues.map(({ path, message }) => `onExpiry.resumeData: ${path || 'value'}: ${message}`);
}

/** What is wrong with a policy's buttons, whether the author's or derived from the schema. */
function buttonFaults(policy: HumanTask<unknown, unknown>, resumeSchema: StoredSchema | null): string[] {
  const outcomes = outcomesOf(policy, resumeSchema);
  const ids = outcomes.map(({ id }) => id);
  const unknown = (policy.reasonRequiredFor ?? []).filter((id) => !ids.includes(id));
  return [
    ...outcomeFaults(outcomes, resumeSchema),
    ...unknown.map((id) => `reasonRequiredFor names "${id}"; the outcomes are ${ids.join(', ')}`),
  ];
}

/** What is wrong with the rules for a question whose answer has the schema `resumeSchema`. */
export async function policyFaults(policy: unknown, resumeSchema: unknown): Promise<string[]> {
  const parsed = humanTaskSchema.safeParse(policy);
  if (!parsed.success)
    return parsed.error.issues.map((issue) => `humanTask ${printPath(issue.path)}: ${plainMessage(issue)}`);
  const { outcomes = {}, onExpiry, reasonField } = parsed.data;
  const schema = toJsonSchema(resumeSchema);
  const faults = await Promise.all(
    Object.entries(outcomes).map(([id, outcome]) =>
      presetFaults(resumeSchema, `outcome "${id}"`, outcome.resumeData ?? {}),
    ),
  );
  faults.push(await expiryFaults(resumeSchema, onExpiry));
  if (reasonField) {
    const field = schemaProperties(schema)[reasonField];
    if (!field) faults.push([`reasonField "${reasonField}" is not in the resume schema`]);
    else if (isHidden(field, schema ?? true))
      faults.push([`reasonField "${reasonField}" is sensitive, but all who see the task read its reason`]);
  }
  const found = faults.flat();
  return found.length > 0 ? found : buttonFaults(policy as HumanTask<unknown, unknown>, schema);
}
