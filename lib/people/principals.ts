import type { Role } from '@/db/enums';
import type { Actor } from './context';

/** Who may answer, as one string: `user:usr_1`, `group:finance`, `role:operator`. */
export type Principal = `user:${string}` | `group:${string}` | `role:${Role}`;

/** Every principal an actor counts as. The system has none: it answers through its own verbs. */
export function principalsOf(actor: Actor): Principal[] {
  if (actor.kind === 'system') return [];
  return [
    `user:${actor.id}`,
    ...actor.groups.map((group): Principal => `group:${group}`),
    ...actor.roles.map((role): Principal => `role:${role}`),
  ];
}
