import { type Json, isRecord } from './types';

const encoder = new TextEncoder();

/** Size of a value as compact JSON in UTF-8, in bytes. */
export const jsonSize = (value: Json): number => encoder.encode(JSON.stringify(value)).length;

function cutText(text: string, bytes: number): string {
  const head = new TextDecoder().decode(encoder.encode(text).subarray(0, Math.max(0, bytes - 5)));
  return `${head.replace(/�+$/, '')}…`;
}

function cutList(list: readonly Json[], bytes: number): Json[] {
  const kept: Json[] = [];
  let left = bytes - 2;
  for (const item of list) {
    const size = jsonSize(item) + 1;
    if (size > left && (kept.length > 0 || left < 16)) break;
    kept.push(size > left ? cutJson(item, left) : item);
    left -= size;
  }
  return kept;
}

/** Small parts stay whole and large ones share the rest, so that no part crowds out the others. */
function cutObject(object: Record<string, Json>, bytes: number): Json {
  const parts = Object.entries(object).map(([key, value]) => ({
    key,
    value,
    size: jsonSize(value),
    name: jsonSize(key) + 2,
  }));
  const shares = new Map<string, number>();
  let left = bytes - 2;
  for (const [index, { key, size, name }] of parts.toSorted((a, b) => a.size - b.size).entries()) {
    const share = Math.min(size, Math.floor(left / (parts.length - index)) - name);
    shares.set(key, share);
    left -= Math.max(0, share + name);
  }
  const kept = parts.flatMap(({ key, value, size }) => {
    const share = shares.get(key) ?? 0;
    if (share >= size) return [[key, value] as const];
    return share < 16 ? [] : [[key, cutJson(value, share)] as const];
  });
  return Object.fromEntries(kept);
}

/** A value cut to about this many bytes: texts and lists end early, objects share the room. */
export function cutJson(value: Json, bytes: number): Json {
  if (jsonSize(value) <= bytes) return value;
  if (typeof value === 'string') return cutText(value, bytes);
  if (Array.isArray(value)) return cutList(value, bytes);
  return isRecord(value) ? cutObject(value as Record<string, Json>, bytes) : value;
}

/** How many values a value consists of, itself included. */
export function partsIn(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + partsIn(part), 1);
}

function firstEntries(value: Json, most: number): Json {
  if (Array.isArray(value)) return value.slice(0, most).map((part) => firstEntries(part, most));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>)
      .slice(0, most)
      .map(([key, part]) => [key, firstEntries(part, most)]),
  );
}

/**
 * A value cut to at most this many parts, keeping the same number of first entries in every list and object.
 */
export function cutParts(value: Json, most: number): Json {
  let kept = value;
  for (let entries = most; entries >= 1 && partsIn(kept) > most; entries = Math.floor(entries / 2))
    kept = firstEntries(value, entries);
  return kept;
}
