import type { Json } from '@/lib/base/schema/types';

/** The part of `Storage` that is used; browsers may refuse all of it. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'draft:';
const keptForMs = 30 * 24 * 60 * 60 * 1000;

type Entry = { at: number; value: Json };

function entryOf(text: string | null): Entry | undefined {
  try {
    const entry: unknown = text === null ? undefined : JSON.parse(text);
    return typeof entry === 'object' &&
      entry !== null &&
      'at' in entry &&
      typeof entry.at === 'number' &&
      'value' in entry
      ? (entry as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A draft's key in the storage, as storage events name it. */
export const storageKey = (key: string): string => prefix + key;

export const readDraft = (storage: DraftStorage, key: string): Json | undefined =>
  entryOf(storage.getItem(prefix + key))?.value;

/** Keeps a draft; undefined removes it. */
export function writeDraft(storage: DraftStorage, key: string, value: Json | undefined, now: number): void {
  if (value === undefined) storage.removeItem(prefix + key);
  else storage.setItem(prefix + key, JSON.stringify({ at: now, value } satisfies Entry));
}

function forget(storage: DraftStorage, which: (key: string, text: string | null) => boolean): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(
    (key) => key !== null,
  );
  for (const key of keys)
    if (key.startsWith(prefix) && which(key.slice(prefix.length), storage.getItem(key)))
      storage.removeItem(key);
}

/** Removes every draft whose key begins with `start`. */
export const forgetDrafts = (storage: DraftStorage, start: string): void =>
  forget(storage, (key) => key.startsWith(start));

/** Removes drafts older than 30 days and entries that cannot be read. */
export const forgetOldDrafts = (storage: DraftStorage, now: number): void =>
  forget(storage, (_, text) => !((entryOf(text)?.at ?? 0) > now - keptForMs));
