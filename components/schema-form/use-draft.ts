'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { dropSensitive } from '@/lib/schema/mask';
import type { Json, JsonSchema } from '@/lib/schema/types';

const never = () => () => {};

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage may be switched off; then there are no drafts.
  }
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
  const read = useMemo(() => {
    let found: string | null | undefined;
    return () => (found === undefined ? (found = stored(storageKey)) : found);
  }, [storageKey]);
  const text = useSyncExternalStore(never, read, () => null);
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
  return { draft, save, clear, formKey: text === null ? 'new' : 'draft' };
}
