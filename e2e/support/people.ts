import { demoPeople } from '@/db/demo-people';

/** A demo person, by the part of their address before the @. */
export type Person =
  | 'requester'
  | 'requester2'
  | 'manager'
  | 'manager2'
  | 'finance'
  | 'finance2'
  | 'operator'
  | 'admin';

export const emailOf = (person: Person): string => `${person}@demo.test`;

/** The name the desk shows for a demo person. */
export function nameOf(person: Person): string {
  const found = demoPeople.find(({ email }) => email === emailOf(person));
  if (!found) throw new Error(`There is no demo person ${person}.`);
  return found.name;
}
