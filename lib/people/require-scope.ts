import type { Actor, Context, UserActor } from './context';
import { forbidden } from '@/lib/base/errors';
import type { Scope } from './scopes';

/** True for people and the system; for a key, whether it has this scope. */
export const hasScope = (actor: Actor, scope: Scope): boolean =>
  actor.kind !== 'apiKey' || actor.key.scopes.includes(scope);

/**
 * Called by every verb open to keys. The owner's own rights are checked separately.
 * @throws forbidden
 */
export function requireScope({ actor }: Pick<Context, 'actor'>, scope: Scope): void {
  if (!hasScope(actor, scope)) throw forbidden('scope_missing', { scope });
}

const signedInOnly = () => forbidden('only_signed_in');

/**
 * Refuses keys, whatever their scopes.
 * @throws forbidden
 */
export function refuseKeys({ actor }: Pick<Context, 'actor'>): void {
  if (actor.kind === 'apiKey') throw signedInOnly();
}

/**
 * Refuses everybody but a signed-in person.
 * @throws forbidden
 */
export function requirePerson({ actor }: Pick<Context, 'actor'>): UserActor {
  if (actor.kind !== 'user') throw signedInOnly();
  return actor;
}
