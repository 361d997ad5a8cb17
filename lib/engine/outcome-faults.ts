import type { Json, StoredOutcome } from '@/db/schema/json';
import { canBeToldApart } from '@/lib/base/readable/told-apart';
import { shapeOf } from '@/lib/base/schema/shape';
import type { JsonSchema } from '@/lib/base/schema/types';
import { findVerdict, meaningOfValue, type Verdict } from './find-verdict';
import { saidBy } from './outcomes';
import { meaningOf } from './verdict-words';

type Outcome = Pick<StoredOutcome, 'id' | 'label' | 'resumeData'>;

/** The property of an answer that contradicts the outcome's own words; undefined when none does. */
export function contradictionOf(
  outcome: Pick<Outcome, 'id' | 'label'>,
  answer: { [key: string]: Json },
  schema: JsonSchema | null,
): string | undefined {
  const verdict = findVerdict(schema);
  if (!verdict || !Object.hasOwn(answer, verdict.key)) return undefined;
  const [says, does] = [saidBy(outcome), meaningOfValue(verdict, answer[verdict.key])];
  const differ = says === 'agrees' ? does === 'refuses' : says === 'refuses' && does === 'agrees';
  return differ ? verdict.key : undefined;
}

/**
 * The verdict property that the outcome's words decide but its preset leaves open. A verdict recognised only
 * by being the sole property is not held against the words, which may be about something else.
 */
function openVerdict({ id, label, resumeData }: Outcome, verdict: Verdict | null): string | undefined {
  if (!verdict || verdict.by === 'place' || Object.hasOwn(resumeData, verdict.key)) return undefined;
  return (meaningOf(id) ?? meaningOf(label)) ? verdict.key : undefined;
}

/**
 * Required properties that this outcome leaves open, although no form asks for them because other outcomes
 * preset them.
 */
function unasked({ resumeData }: Outcome, outcomes: readonly Outcome[], schema: JsonSchema | null): string[] {
  const root = schema === null ? undefined : shapeOf(schema, schema);
  const needed = root?.kind === 'object' ? root.properties.filter(({ required }) => required) : [];
  return needed
    .map(({ key }) => key)
    .filter(
      (key) =>
        !Object.hasOwn(resumeData, key) && outcomes.some((other) => Object.hasOwn(other.resumeData, key)),
    );
}

/** Outcomes whose words contradict what they set, or whose labels cannot be told apart; one sentence each. */
export function outcomeFaults(outcomes: readonly Outcome[], schema: JsonSchema | null): string[] {
  const verdict = findVerdict(schema);
  const faults = outcomes.flatMap((outcome) => {
    const { id, label, resumeData } = outcome;
    const at = `outcome "${id}"`;
    const open = openVerdict(outcome, verdict);
    const against = contradictionOf(outcome, resumeData, schema);
    return [
      ...(saidBy(outcome) === 'both' ? [`${at}: its label “${label}” says the opposite of its id`] : []),
      ...(against === undefined
        ? []
        : [`${at}: is called “${label}”, but sets "${against}" to ${JSON.stringify(resumeData[against])}`]),
      ...(open === undefined
        ? []
        : [`${at}: leaves "${open}" open, which says what was decided; set it in its resumeData`]),
      ...unasked(outcome, outcomes, schema)
        .filter((key) => key !== open)
        .map((key) => `${at}: does not set "${key}", which other outcomes set, so that no form asks for it`),
    ];
  });
  if (canBeToldApart(outcomes.map(({ label }) => label))) return faults;
  const labels = outcomes.map(({ label }) => `“${label}”`).join(', ');
  return [...faults, `the labels of the outcomes cannot be told apart: ${labels}`];
}
