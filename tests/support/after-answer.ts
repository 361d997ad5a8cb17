/** What a route leaves for after its answer. */
type Work = Promise<unknown> | (() => Promise<unknown>);
type After = (work: Work) => unknown;

const holder = globalThis as typeof globalThis & { countersignAfter?: After };

/** Says what becomes of the work that routes leave for after their answer, in place of Next's `after`; for the whole test file. */
export function afterAnswer(take: After): void {
  holder.countersignAfter = take;
}

/** `after` as the test file wants it; Next's own, which refuses outside of its server, when it says nothing. */
export const afterOr =
  (own: After): After =>
  (work) =>
    (holder.countersignAfter ?? own)(work);
