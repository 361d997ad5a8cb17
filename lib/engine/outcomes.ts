import type { StoredOutcome } from '@/db/schema/json';
import { toldApart } from '@/lib/base/readable/told-apart';
import type { JsonSchema } from '@/lib/base/schema/types';
import { button, findVerdict } from './find-verdict';
import { meaningOf, type Meaning } from './verdict-words';

const submit = button('submit', 'Submit', {});
/** A step without a resume schema only needs somebody to let it continue. */
const goOn = button('continue', 'Continue', {});

/**
 * The buttons of a task whose author named none: one for each value of the verdict in its resume schema, else
 * "Submit", or "Continue" when there is no schema.
 */
export const findOutcomes = (schema: JsonSchema | null): StoredOutcome[] =>
  schema === null ? [goOn] : (findVerdict(schema)?.outcomes ?? [submit]);

/** Outcomes with labels that differ visibly. Tasks stored before boot checked labels may need it. */
export function readableOutcomes(outcomes: readonly StoredOutcome[]): StoredOutcome[] {
  const labels = toldApart(outcomes.map(({ id, label }) => ({ label, value: id })));
  return outcomes.map((outcome, index) => ({ ...outcome, label: labels[index]! }));
}

/** What an outcome's id and label unmistakably say; `both` when they contradict each other. */
export function saidBy({ id, label }: Pick<StoredOutcome, 'id' | 'label'>): Meaning | 'both' | null {
  const said = [id, label].flatMap((text) => meaningOf(text, { firm: true }) ?? []);
  return new Set(said).size > 1 ? 'both' : (said[0] ?? null);
}
