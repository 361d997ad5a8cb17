import { isJsonObject, ownPart } from '@/lib/base/schema/types';
import type { TaskRow } from '@/db/schema';
import type { Json, StoredOutcome } from '@/db/schema/json';
import { sameJson } from '@/lib/base/canonical';
import { fault, invalid } from '@/lib/base/errors';
import { contradictionOf } from '@/lib/engine/outcome-faults';
import { isObjectLike } from '@/lib/base/schema/match';
import { printPath } from '@/lib/base/schema/paths';

/** What a person sent, completed by the values that the outcome sets. */
export type CompletedDecision = { outcome: StoredOutcome; resumeData: Json; comment: string | null };

type Given = { resumeData?: Json | undefined; outcome?: string | undefined; comment?: string | undefined };

const agrees = (outcome: StoredOutcome, data: { [key: string]: Json }) =>
  Object.entries(outcome.resumeData).every(([key, value]) => agreesOn(data, key, value));

const agreesOn = (data: { [key: string]: Json }, key: string, value: Json) => {
  const given = ownPart(data, key);
  return given !== undefined && sameJson(given, value);
};

/** Whether the form is an object. If it is a single value, missing data must not become `{}`. */
const asksForObject = (schema: TaskRow['resumeSchema']) => schema === null || isObjectLike(schema, schema);

const pathOf = (key: string) => printPath(['resumeData', key]);

/** The first field that every outcome sets; undefined if there is none. */
const verdictKeyOf = (outcomes: readonly StoredOutcome[]): string | undefined =>
  Object.keys(outcomes[0]?.resumeData ?? {}).find((key) =>
    outcomes.every(({ resumeData }) => Object.hasOwn(resumeData, key)),
  );

const valuesOf = (outcomes: readonly StoredOutcome[], key: string) =>
  outcomes.map(({ resumeData }) => JSON.stringify(resumeData[key])).join(', ');

/** The named outcome, or the one that the data implies. */
function chosen(
  { outcomes, resumeSchema }: Pick<TaskRow, 'outcomes' | 'resumeSchema'>,
  given: Given,
): StoredOutcome {
  const data = isJsonObject(given.resumeData) ? given.resumeData : {};
  const choices = outcomes.map((outcome) => outcome.id).join(', ');
  if (given.outcome !== undefined) {
    const named = outcomes.find((outcome) => outcome.id === given.outcome);
    if (!named) throw invalid([fault('outcome', 'one_of', { choices })]);
    const against = Object.entries(named.resumeData).find(
      ([key, value]) => Object.hasOwn(data, key) && !agreesOn(data, key, value),
    );
    const key = against?.[0] ?? contradictionOf(named, data, resumeSchema);
    if (key !== undefined) throw invalid([fault(pathOf(key), 'contradicts_outcome', { label: named.label })]);
    return named;
  }
  const spoken = outcomes.filter(
    (outcome) => agrees(outcome, data) && contradictionOf(outcome, data, resumeSchema) === undefined,
  );
  if (spoken.length === 1) return spoken[0]!;
  const key = verdictKeyOf(outcomes);
  if (
    key !== undefined &&
    Object.hasOwn(data, key) &&
    !outcomes.some((one) => agreesOn(data, key, one.resumeData[key]!))
  )
    throw invalid([fault(pathOf(key), 'one_of', { choices: valuesOf(outcomes, key) })]);
  throw invalid([fault('outcome', 'outcome_needed', { choices })]);
}

/**
 * Completes a decision: adds the values that the outcome sets, and stores the reason both in the form's field for it, if
 * there is one, and in the comment.
 * @throws invalid if the outcome is unknown, contradicts the data, or needs a reason that is missing
 */
export function completeDecision(
  task: Pick<TaskRow, 'outcomes' | 'policy' | 'resumeSchema'>,
  given: Given,
): CompletedDecision {
  const outcome = chosen(task, given);
  const { reasonField } = task.policy;
  const fromData =
    reasonField !== null && isJsonObject(given.resumeData)
      ? ownPart(given.resumeData, reasonField)
      : undefined;
  const written = typeof fromData === 'string' && fromData.trim() !== '' ? fromData : given.comment;
  const comment = written?.trim() || null;
  if (outcome.reasonRequired && comment === null) {
    const path = reasonField === null ? 'comment' : pathOf(reasonField);
    throw invalid([fault(path, 'reason_needed', { label: outcome.label })]);
  }
  const preset = Object.keys(outcome.resumeData).length > 0;
  const base = isJsonObject(given.resumeData)
    ? given.resumeData
    : preset || (given.resumeData === undefined && asksForObject(task.resumeSchema))
      ? {}
      : (given.resumeData ?? null);
  const reason = reasonField !== null && comment !== null ? { [reasonField]: comment } : {};
  return {
    outcome,
    comment,
    resumeData: isJsonObject(base) ? { ...base, ...reason, ...outcome.resumeData } : base,
  };
}
