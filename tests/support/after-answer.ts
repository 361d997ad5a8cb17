/** Work that a route leaves for after its response. */
type Work = Promise<unknown> | (() => Promise<unknown>);
type After = (work: Work) => unknown;

const holder = globalThis as typeof globalThis & { countersignAfter?: After };

/**
 * Handles the work that routes leave for after their response, in place of Next's `after`; for the whole test
 * file.
 */
export function afterAnswer(take: After): void {
  holder.countersignAfter = take;
}

/** `after` as the test file set it, else Next's own, which throws outside its server. */
export const afterOr =
  (own: After): After =>
  (work) =>
    (holder.countersignAfter ?? own)(work);
