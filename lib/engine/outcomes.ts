import type { StoredOutcome } from '@/db/schema/json';
import { toldApart } from '@/lib/base/readable/told-apart';
import type { JsonSchema } from '@/lib/base/schema/types';
import { button, findVerdict } from './find-verdict';
import { meaningOf, type Meaning } from './verdict-words';

const submit = button('submit', 'Submit', {});
/** A step without a resume schema asks nothing in particular. */
const goOn = button('continue', 'Continue', {});

/**
 * The buttons of a task, found in its resume schema when the author named none: one for each value of the verdict;
 * otherwise there is one, "Submit", or "Continue" when the step has no schema.
 */
export const findOutcomes = (schema: JsonSchema | null): StoredOutcome[] =>
  schema === null ? [goOn] : (findVerdict(schema)?.outcomes ?? [submit]);

/** Outcomes with labels that can be read and told apart, also those of tasks that were asked before boot refused others. */
export function readableOutcomes(outcomes: readonly StoredOutcome[]): StoredOutcome[] {
  const labels = toldApart(outcomes.map(({ id, label }) => ({ label, value: id })));
  return outcomes.map((outcome, index) => ({ ...outcome, label: labels[index]! }));
}

/** What an outcome says by its words, and cannot mean otherwise; `both` when id and label say the opposite of each other. */
export function saidBy({ id, label }: Pick<StoredOutcome, 'id' | 'label'>): Meaning | 'both' | null {
  const said = [id, label].flatMap((text) => meaningOf(text, { firm: true }) ?? []);
  return new Set(said).size > 1 ? 'both' : (said[0] ?? null);
}
