import type { Validated } from './types';

/** A value that no person can give anew: a schema that throws at it is a fault of the workflow. @throws that fault */
export function judged(checked: Validated): Validated {
  if (!checked.ok && checked.fault !== undefined) throw checked.fault;
  return checked;
}
