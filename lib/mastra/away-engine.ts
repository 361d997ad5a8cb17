import type { Definitions } from '@/lib/engine/definitions';
import type { Driver } from '@/lib/engine/driver';
import type { Engine } from '@/lib/engine/engine';
import type { Snapshots } from '@/lib/engine/snapshots';

/** What an engine knows from its code alone. */
const fromCode = [
  'workflows',
  'workflow',
  'validateInput',
  'asks',
  'validateResume',
  'formOf',
  'describeTask',
  'check',
  'places',
  'schemas',
  'toolMask',
] as const satisfies readonly (keyof Definitions)[];

type NeedsStore = keyof (Driver & Snapshots);
/** Fails to compile when something new of the port needs the store and does not return a promise. */
type Refuses = {
  [Key in NeedsStore]: Engine[Key] extends (...args: never[]) => Promise<unknown> ? true : never;
};

/**
 * An engine whose store could not be opened: requests and answers are checked and recorded with it, and whatever needs
 * the store fails as the opening did, so that it stays owed.
 */
export function awayEngine(definitions: Engine, error: unknown): Engine {
  const needsStore = (key: PropertyKey): key is keyof Refuses =>
    !(fromCode as readonly PropertyKey[]).includes(key) && key in definitions;
  return new Proxy(definitions, {
    get: (target, key, receiver) =>
      needsStore(key) ? () => Promise.reject(error) : Reflect.get(target, key, receiver),
  });
}
