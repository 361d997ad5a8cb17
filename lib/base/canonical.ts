import canonicalize from 'canonicalize';
import type { Json } from '@/db/schema/json';

/** Half a surrogate pair (text that a program cut) has no canonical form; it counts as the sign that stands for it. */
function wellFormed(value: Json | undefined): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]),
  );
}

/** The canonical JSON (RFC 8785) of a value: the same for the same data, whatever the order of its properties. */
export const canonical = (value: Json): string => canonicalize(wellFormed(value)) ?? 'null';

export const sameJson = (a: Json, b: Json): boolean => canonical(a) === canonical(b);
