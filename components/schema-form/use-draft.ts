'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { dropSensitive } from '@/lib/schema/mask';
import type { Json, JsonSchema } from '@/lib/schema/types';

/** What each draft was when its form opened; saving must not start the form anew. */
const opened = new Map<string, string | null>();

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage may be switched off; then there are no drafts.
  }
}

function whenOpened(key: string): string | null {
  const known = opened.get(key);
  if (known !== undefined) return known;
  const text = stored(key);
  opened.set(key, text);
  return text;
}

function parse(text: string | null): Json | undefined {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A draft kept in this browser under `key`. `draft` is undefined on the server and when there is none;
 * give `SchemaForm` the `formKey` as React key so that it starts anew when the draft has been found.
 * Sensitive parts are never stored. Only what was there when the page opened is returned.
 */
export function useDraft(key: string, schema: JsonSchema) {
  const storageKey = `draft:${key}`;
  const subscribe = useCallback(() => () => void opened.delete(storageKey), [storageKey]);
  const text = useSyncExternalStore(subscribe, () => whenOpened(storageKey), () => null);
  const draft = useMemo(() => parse(text), [text]);
  const save = useCallback(
    (value: Json | undefined) => {
      try {
        if (value === undefined) localStorage.removeItem(storageKey);
        else localStorage.setItem(storageKey, JSON.stringify(dropSensitive(value, schema)));
      } catch {
        // A full or forbidden storage costs the draft only.
      }
    },
    [storageKey, schema],
  );
  const clear = useCallback(() => save(undefined), [save]);
  return { draft, save, clear, formKey: draft === undefined ? 'new' : 'draft' };
}
