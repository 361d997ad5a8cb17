import type { Validated } from './types';

/**
 * For values that no person can correct: when the schema throws instead of judging them, that is a fault of
 * the workflow.
 * @throws that fault
 */
export function judged(checked: Validated): Validated {
  if (!checked.ok && checked.fault !== undefined) throw checked.fault;
  return checked;
}
