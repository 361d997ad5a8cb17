'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { dropSensitive } from '@/lib/schema/mask';
import type { Json, JsonSchema } from '@/lib/schema/types';
import { forgetDrafts, forgetOldDrafts, readDraft, writeDraft } from './draft-store';

/** What each draft was when its form opened, as JSON; saving must not start the form anew. */
const opened = new Map<string, string | null>();

function attempt<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(window.localStorage);
  } catch {
    return undefined; // Storage may be switched off or full; that costs the draft only.
  }
}

function whenOpened(key: string): string | null {
  const known = opened.get(key);
  if (known !== undefined) return known;
  const value = attempt((storage) => {
    forgetOldDrafts(storage, Date.now());
    return readDraft(storage, key);
  });
  const text = value === undefined ? null : JSON.stringify(value);
  opened.set(key, text);
  return text;
}

/** Keeps a draft for a form that is yet to open, also where the browser keeps nothing. Without its sensitive parts. */
export function leaveDraft(key: string, value: Json | undefined, schema: JsonSchema): void {
  const safe = value === undefined ? undefined : dropSensitive(value, schema);
  attempt((storage) => writeDraft(storage, key, safe, Date.now()));
  opened.set(key, safe === undefined ? null : JSON.stringify(safe));
}

/** Forgets every draft whose key begins so. */
export function forgetDraftsOf(start: string): void {
  attempt((storage) => forgetDrafts(storage, start));
}

/**
 * A draft kept in this browser under `key`. `draft` is undefined on the server and when there is none;
 * give `SchemaForm` the `formKey` as React key so that it starts anew when the draft has been found.
 * Sensitive parts are never stored. Only what was there when the page opened is returned.
 */
export function useDraft(key: string, schema: JsonSchema) {
  const subscribe = useCallback(() => () => void opened.delete(key), [key]);
  const text = useSyncExternalStore(
    subscribe,
    () => whenOpened(key),
    () => null,
  );
  const draft = useMemo(() => (text === null ? undefined : (JSON.parse(text) as Json)), [text]);
  const save = useCallback(
    (value: Json | undefined) =>
      void attempt((storage) =>
        writeDraft(storage, key, value === undefined ? undefined : dropSensitive(value, schema), Date.now()),
      ),
    [key, schema],
  );
  const clear = useCallback(() => save(undefined), [save]);
  return { draft, save, clear, formKey: draft === undefined ? 'new' : 'draft' };
}
