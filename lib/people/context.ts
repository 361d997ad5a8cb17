import type { Database } from '@/db/client';
import type { ActorKind, Channel, Role } from '@/db/enums';
import type { Scope } from './scopes';
import type { Clock } from '@/lib/base/clock';
import type { Engine } from '@/lib/engine/engine';

/** A person's name, and what they may do as the database has it now. */
type PersonFacts = { id: string; name: string; email: string; roles: Role[]; groups: string[] };

/**
 * Whoever acts now. Made from a session, a key or a signature, never from what a request says.
 * A key acts with the rights of its owner, whose facts it carries, as far as its scopes go; it signs with its own name.
 */
export type Actor =
  | ({ kind: 'user' } & PersonFacts)
  | ({ kind: 'apiKey'; key: { id: string; name: string; scopes: Scope[] } } & PersonFacts)
  | { kind: 'system'; name: string };

export type UserActor = Extract<Actor, { kind: 'user' }>;
export type KeyActor = Extract<Actor, { kind: 'apiKey' }>;
/** Whoever has the rights of a person. */
export type PersonActor = Exclude<Actor, { kind: 'system' }>;

/** How an actor is written down: a key by its own id and name, never by its owner's. */
export const signatureOf = (actor: Actor): { actorKind: ActorKind; actorId: string; actorName: string } => {
  if (actor.kind === 'system') return { actorKind: 'system', actorId: actor.name, actorName: actor.name };
  const { id, name } = actor.kind === 'apiKey' ? actor.key : actor;
  return { actorKind: actor.kind, actorId: id, actorName: name };
};

/** What every verb gets: who acts, through which channel, and the things it works with. */
export type Context = {
  actor: Actor;
  channel: Channel;
  db: Database;
  engine: Engine;
  clock: Clock;
};

export const sweepActor: Actor = { kind: 'system', name: 'Countersign' };
