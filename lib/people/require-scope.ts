import type { Actor, Context, UserActor } from './context';
import { forbidden } from '@/lib/base/errors';
import type { Scope } from './scopes';

/** Whether an actor is no key, or a key with this scope. */
export const hasScope = (actor: Actor, scope: Scope): boolean =>
  actor.kind !== 'apiKey' || actor.key.scopes.includes(scope);

/** Every verb that a key may call names what it needs. Whether the owner may is asked besides. @throws forbidden */
export function requireScope({ actor }: Pick<Context, 'actor'>, scope: Scope): void {
  if (!hasScope(actor, scope)) throw forbidden(`This API key lacks the scope ${scope}.`);
}

const signedInOnly = () => forbidden('Only a person who is signed in can do this.');

/** For what no key may do, whatever its scopes. @throws forbidden */
export function refuseKeys({ actor }: Pick<Context, 'actor'>): void {
  if (actor.kind === 'apiKey') throw signedInOnly();
}

/** The same where nothing else than a person does it. @throws forbidden */
export function requirePerson({ actor }: Pick<Context, 'actor'>): UserActor {
  if (actor.kind !== 'user') throw signedInOnly();
  return actor;
}
