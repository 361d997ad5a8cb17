import { demoPeople } from '@/db/demo-people';
import type { UserActor } from '@/lib/people/context';

export type Person =
  | 'requester'
  | 'requester2'
  | 'manager'
  | 'manager2'
  | 'finance'
  | 'finance2'
  | 'operator'
  | 'admin';

/** A demo person as the actor of a verb. */
export function actor(name: Person): UserActor {
  const person = demoPeople.find(({ email }) => email === `${name}@demo.test`);
  if (!person) throw new Error(`there is no demo person ${name}`);
  return {
    kind: 'user',
    id: person.id,
    name: person.name,
    email: person.email,
    roles: [...person.roles],
    groups: [...person.groups],
  };
}
