import type { Definitions } from '@/lib/engine/definitions';
import type { Driver } from '@/lib/engine/driver';
import type { Engine } from '@/lib/engine/engine';
import type { Snapshots } from '@/lib/engine/snapshots';

/** The part of the port that works without a store. */
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
/** Fails to compile when a new method needs the store and does not return a promise. */
type Refuses = {
  [Key in NeedsStore]: Engine[Key] extends (...args: never[]) => Promise<unknown> ? true : never;
};

/**
 * An engine whose store could not be opened. Requests and answers can still be checked and recorded; whatever
 * needs the store rejects with the opening error, so the work stays owed.
 */
export function awayEngine(definitions: Engine, error: unknown): Engine {
  const needsStore = (key: PropertyKey): key is keyof Refuses =>
    !(fromCode as readonly PropertyKey[]).includes(key) && key in definitions;
  return new Proxy(definitions, {
    get: (target, key, receiver) =>
      needsStore(key) ? () => Promise.reject(error) : Reflect.get(target, key, receiver),
  });
}
