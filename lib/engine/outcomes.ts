import type { JsonSchema, StoredOutcome } from '@/db/schema/json';
import { isHidden } from '@/lib/base/schema/mask';

const verdictBooleans = ['approved', 'approve', 'confirm', 'confirmed', 'accepted', 'ok'];
const verdictEnums = ['decision', 'verdict', 'action', 'outcome', 'status'];
const reasonNames = ['reason', 'comment', 'note', 'notes', 'feedback'];

const positive = /^(approved?|accept(ed)?|confirm(ed)?|ok|yes|publish|allow|grant)$/;
const negative = /^(reject(ed)?|declined?|deny|denied|no|refused?|block)$/;

export const toneOf = (id: string): StoredOutcome['tone'] =>
  positive.test(id) ? 'success' : negative.test(id) ? 'danger' : 'neutral';

/** `request_changes` → `Request changes`. */
export function humanize(name: string): string {
  const words = name
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const propertiesOf = (schema: JsonSchema | null): Record<string, JsonSchema> =>
  schema && typeof schema.properties === 'object' && schema.properties !== null
    ? (schema.properties as Record<string, JsonSchema>)
    : {};

/** The property of an answer that carries the person's reason in words, by its name, or null. One that is sensitive is none: all who see the task read its reason. */
export function findReasonField(schema: JsonSchema | null): string | null {
  const properties = propertiesOf(schema);
  return (
    reasonNames.find(
      (name) => properties[name]?.type === 'string' && !isHidden(properties[name], schema ?? true),
    ) ?? null
  );
}

function booleanVerdict(name: string, property: JsonSchema): StoredOutcome[] {
  const verb = name === 'ok' ? 'Approve' : humanize(name.replace(/ed$/, name === 'approved' ? 'e' : ''));
  const label = (value: boolean) => (value ? verb : 'Reject');
  const allowed = property.const === undefined ? [true, false] : [property.const === true];
  return allowed.map((value) => ({
    id: value ? label(true).toLowerCase() : 'reject',
    label: label(value),
    tone: value ? 'success' : 'danger',
    resumeData: { [name]: value },
    reasonRequired: false,
  }));
}

const enumVerdict = (name: string, values: string[]): StoredOutcome[] =>
  values.map((value) => ({
    id: value,
    label: humanize(value),
    tone: toneOf(value),
    resumeData: { [name]: value },
    reasonRequired: false,
  }));

const submit: StoredOutcome = {
  id: 'submit',
  label: 'Submit',
  tone: 'neutral',
  resumeData: {},
  reasonRequired: false,
};

/** A step without a resume schema asks nothing in particular. */
const goOn: StoredOutcome = { ...submit, id: 'continue', label: 'Continue' };

/**
 * The buttons of a task, found in its resume schema when the author named none: an obvious boolean or enum
 * becomes one button for each value; otherwise there is one, "Submit", or "Continue" when the step has no schema.
 */
export function findOutcomes(schema: JsonSchema | null): StoredOutcome[] {
  if (schema === null) return [goOn];
  const properties = propertiesOf(schema);
  const boolean = verdictBooleans.find((name) => properties[name]?.type === 'boolean');
  if (boolean) return booleanVerdict(boolean, properties[boolean]!);
  for (const name of verdictEnums) {
    const values = properties[name]?.enum;
    if (Array.isArray(values) && values.length <= 6 && values.every((value) => typeof value === 'string'))
      return enumVerdict(name, values);
  }
  return [submit];
}
