import type { Database } from '@/db/client';
import type { Statement } from '@/db/guarded';
import type { ActorKind, Channel, Role } from '@/db/enums';
import type { Scope } from './scopes';
import type { Clock } from '@/lib/base/clock';
import type { Engine } from '@/lib/engine/engine';

/** A person's name and rights, as the database has them now. */
type PersonFacts = { id: string; name: string; email: string; roles: Role[]; groups: string[] };

/**
 * Who is acting. Comes from a session, a key or a signature, never from request input.
 * A key acts with its owner's current rights, limited by its scopes, but signs with its own name.
 */
export type Actor =
  | ({ kind: 'user' } & PersonFacts)
  | ({ kind: 'apiKey'; key: { id: string; name: string; scopes: Scope[] } } & PersonFacts)
  | { kind: 'system'; name: string };

export type UserActor = Extract<Actor, { kind: 'user' }>;
export type KeyActor = Extract<Actor, { kind: 'apiKey' }>;
/** An actor with a person's rights: a user, or a key for its owner. */
export type PersonActor = Exclude<Actor, { kind: 'system' }>;

/** How an actor is recorded: a key by its own id and name, not its owner's. */
export const signatureOf = (actor: Actor): { actorKind: ActorKind; actorId: string; actorName: string } => {
  if (actor.kind === 'system') return { actorKind: 'system', actorId: actor.name, actorName: actor.name };
  const { id, name } = actor.kind === 'apiKey' ? actor.key : actor;
  return { actorKind: actor.kind, actorId: id, actorName: name };
};

/** What every verb is handed: the actor, the channel, and its dependencies. */
export type Context = {
  actor: Actor;
  channel: Channel;
  db: Database;
  engine: Engine;
  clock: Clock;
  /** A statement that the first commit takes along, so that both are written or neither is. */
  mark?: { statement: Statement; isMade: boolean };
};

export const sweepActor: Actor = { kind: 'system', name: 'Countersign' };

/** A desk at which the system acts. */
export const asSystem = <Desk>(desk: Desk) => ({ ...desk, actor: sweepActor, channel: 'system' as const });
