import type { Database } from '@/db/client';
import { openDatabase } from '@/db/client';
import type { Channel, Role } from '@/db/enums';
import { systemClock, type Clock } from './clock';
import { env } from './env';
import type { Engine } from './runs/engine';

/**
 * Whoever acts now. Made from a session, a key or a signature, never from what a request says.
 * More kinds (link, apiKey, slack) join as their channels do.
 */
export type Actor =
  | { kind: 'user'; id: string; name: string; email: string; roles: Role[]; groups: string[] }
  | { kind: 'system'; name: string };

export type UserActor = Extract<Actor, { kind: 'user' }>;

/** What every verb gets: who acts, through which channel, and the things it works with. */
export type Context = {
  actor: Actor;
  channel: Channel;
  db: Database;
  engine: Engine;
  clock: Clock;
};

const holder = globalThis as typeof globalThis & { countersignDatabase?: Database };

/** The app database of this process, opened on first use (a build must not create files). */
export function database(): Database {
  return (holder.countersignDatabase ??= openDatabase(env().database));
}

export const sweepActor: Actor = { kind: 'system', name: 'Countersign' };

export { systemClock };
