'use client';

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { dropSensitive } from '@/lib/base/schema/mask';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { forgetDrafts, forgetOldDrafts, readDraft, storageKey, writeDraft } from './draft-store';

/** Each draft as JSON when its form opened; saving must not restart the form. */
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

/**
 * Keeps a draft, without its sensitive parts, for a form that has not opened yet. Works without storage too.
 */
export function leaveDraft(key: string, value: Json | undefined, schema: JsonSchema): void {
  const safe = value === undefined ? undefined : dropSensitive(value, schema);
  attempt((storage) => writeDraft(storage, key, safe, Date.now()));
  opened.set(key, safe === undefined ? null : JSON.stringify(safe));
}

/** Forgets every draft whose key begins with `start`. */
export function forgetDraftsOf(start: string): void {
  attempt((storage) => forgetDrafts(storage, start));
}

/**
 * A draft kept in this browser under `key`, without sensitive parts, as it was when the page opened. Use
 * `formKey` as React key of `SchemaForm`: it changes once the draft is found. While another tab has a newer
 * draft (`elsewhere`), nothing is saved until the person takes that one or keeps this one.
 */
export function useDraft(key: string, schema: JsonSchema) {
  const subscribe = useCallback(() => () => void opened.delete(key), [key]);
  const text = useSyncExternalStore(
    subscribe,
    () => whenOpened(key),
    () => null,
  );
  const [elsewhere, setElsewhere] = useState(false);
  const [taken, setTaken] = useState(0);
  // Storage events reach only the other tabs: the last writer's draft is stored, and nobody overwrites it
  // unasked.
  useEffect(() => {
    const note = (event: StorageEvent) => {
      if (event.key === storageKey(key) && event.newValue !== null) setElsewhere(true);
    };
    addEventListener('storage', note);
    return () => removeEventListener('storage', note);
  }, [key]);
  const draft = useMemo(() => (text === null ? undefined : (JSON.parse(text) as Json)), [text]);
  const write = useCallback(
    (value: Json | undefined) =>
      void attempt((storage) =>
        writeDraft(storage, key, value === undefined ? undefined : dropSensitive(value, schema), Date.now()),
      ),
    [key, schema],
  );
  const save = useCallback((value: Json | undefined) => !elsewhere && write(value), [elsewhere, write]);
  const clear = useCallback(() => write(undefined), [write]);
  const take = useCallback(() => {
    opened.delete(key);
    setElsewhere(false);
    setTaken((count) => count + 1);
  }, [key]);
  const keep = useCallback(() => setElsewhere(false), []);
  const formKey = `${draft === undefined ? 'new' : 'draft'}${taken === 0 ? '' : ` ${taken}`}`;
  return { draft, save, clear, formKey, elsewhere, take, keep };
}
