import type { StoredOutcome } from '@/db/schema/json';
import { humanize } from '@/lib/base/schema/label';
import { shapeOf, type Property, type Scalar } from '@/lib/base/schema/shape';
import type { JsonSchema } from '@/lib/base/schema/types';
import { schemaProperties } from './properties-of';
import { findReasonField } from './reason-field';
import {
  lastWord,
  meaningOf,
  speaksOfVerdict,
  verdictNamed,
  splitWords,
  type Meaning,
} from './verdict-words';

/** Names of a property that holds the verdict, preferred ones first. */
const verdictNames = ['decision', 'verdict', 'action', 'outcome', 'status'];
const verdictLastWords = new Set(['decision', 'verdict', 'outcome', 'resolution', 'ruling', 'judgement']);

/** Beyond these limits a choice becomes a form field instead of buttons. */
const mostButtons = 6;
const longestLabel = 60;
export const longestOutcomeId = 100;

const tones = { agrees: 'success', refuses: 'danger' } as const;

/** The tone of an outcome whose id is a single verdict word; neutral otherwise. */
export function toneOf(id: string): StoredOutcome['tone'] {
  const meaning = splitWords(id).length === 1 ? meaningOf(id) : null;
  return meaning === null ? 'neutral' : tones[meaning];
}

const only = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

export const button = (id: string, label: string, preset: StoredOutcome['resumeData']): StoredOutcome => ({
  id,
  label,
  tone: toneOf(id),
  resumeData: preset,
  reasonRequired: false,
});

/**
 * The property of an answer that holds the verdict, and the buttons for its values. `by`: how it was
 * recognised.
 */
export type Verdict = { key: string; outcomes: StoredOutcome[]; by: 'name' | 'values' | 'place' };

type Asked = { property: Property; values: Scalar[]; labels: string[] };

/** The properties with a fixed set of values, except nullable ones. */
function choicesIn(schema: JsonSchema): Asked[] {
  const root = shapeOf(schema, schema);
  if (root.kind !== 'object') return [];
  return root.properties.flatMap((property): Asked[] => {
    const shape = shapeOf(property.schema, schema);
    if (shape.nullable) return [];
    if (shape.kind === 'boolean') return [{ property, values: [true, false], labels: [] }];
    if (shape.kind === 'const')
      return [{ property, values: [shape.value], labels: [humanize(String(shape.value))] }];
    if (shape.kind !== 'enum') return [];
    const { options } = shape;
    return [
      { property, values: options.map(({ value }) => value), labels: options.map(({ label }) => label) },
    ];
  });
}

const isBoolean = ({ values }: Asked) => values.every((value) => typeof value === 'boolean');

/** The boolean whose name is a verdict; none when two such booleans could contradict each other. */
function booleanVerdict(asked: readonly Asked[]): Verdict | null {
  const named = asked.flatMap(({ property: { key }, values }) => {
    const verdict = verdictNamed(key);
    return verdict ? [{ key, values, ...verdict, exact: splitWords(key).length === 1 }] : [];
  });
  const exact = named.filter((one) => one.exact);
  const candidates = exact.length > 0 ? exact : named;
  const isMixed = new Set(named.map(({ whenTrue }) => whenTrue)).size > 1;
  if (isMixed || (exact.length === 0 && named.length > 1)) return null;
  const [found] = candidates.toSorted((a, b) => a.rank - b.rank);
  if (!found) return null;
  const [yes, no] = found.whenTrue === 'agrees' ? [found.label, 'Reject'] : ['Approve', found.label];
  const agreeing = found.whenTrue === 'agrees';
  const outcomes = [agreeing, !agreeing]
    .filter((value) => found.values.includes(value))
    .map((value) => {
      const label = value === agreeing ? yes : no;
      return button(label.toLowerCase(), label, { [found.key]: value });
    });
  return { key: found.key, outcomes, by: 'name' };
}

const canBeButtons = ({ values, labels }: Asked) =>
  values.length <= mostButtons &&
  values.every(
    (value) => typeof value === 'string' && value.trim() !== '' && value.length <= longestOutcomeId,
  ) &&
  labels.every((label) => label.length <= longestLabel);

const saysBoth = ({ property, values }: Asked) =>
  property.required && new Set(values.flatMap((value) => meaningOf(String(value)) ?? [])).size === 2;

/**
 * The choice that is the verdict: found by its name, by values that agree and refuse, or as the only required
 * property.
 */
function choiceVerdict(schema: JsonSchema, asked: readonly Asked[]): Verdict | null {
  const usable = asked.filter(canBeButtons);
  const by = (how: Verdict['by'], found: Asked | undefined) =>
    found && {
      key: found.property.key,
      by: how,
      outcomes: found.values.map((value, index) =>
        button(String(value), found.labels[index]!, { [found.property.key]: value }),
      ),
    };
  const exact = verdictNames.flatMap((name) => usable.find(({ property }) => property.key === name) ?? []);
  const named = only(usable.filter(({ property }) => verdictLastWords.has(lastWord(property.key))));
  const reason = findReasonField(schema);
  const all = shapeOf(schema, schema);
  const others = (all.kind === 'object' ? all.properties : []).filter(({ key }) => key !== reason);
  const alone = usable.find(
    ({ property, values }) =>
      property.required && values.length > 1 && others.length === 1 && others[0]!.key === property.key,
  );
  return (
    by('name', exact[0] ?? named) ?? by('values', only(usable.filter(saysBoth))) ?? by('place', alone) ?? null
  );
}

/** The verdict property of an answer schema; null when there is none or several are equally likely. */
export function findVerdict(schema: JsonSchema | null): Verdict | null {
  if (schema === null) return null;
  const asked = choicesIn(schema);
  return (
    booleanVerdict(asked.filter(isBoolean)) ??
    choiceVerdict(
      schema,
      asked.filter((one) => !isBoolean(one)),
    )
  );
}

/**
 * Whether a boolean is shown as a choice with nothing selected. An unticked box would count as an answer that
 * nobody gave, so verdicts that no button sets, and a boolean that is the whole form, are asked outright.
 */
export function isAskedPlainly(
  schema: JsonSchema,
  { key, required }: Pick<Property, 'key' | 'required'>,
): boolean {
  if (speaksOfVerdict(key)) return true;
  const reason = findReasonField(schema);
  return required && Object.keys(schemaProperties(schema)).every((name) => name === key || name === reason);
}

/** What a verdict's value says; null when the word alone does not settle it. */
export function meaningOfValue(verdict: Verdict, value: unknown): Meaning | null {
  if (typeof value === 'string') return meaningOf(value, { firm: true });
  const named = verdictNamed(verdict.key);
  if (typeof value !== 'boolean' || !named) return null;
  return value ? named.whenTrue : named.whenTrue === 'agrees' ? 'refuses' : 'agrees';
}
