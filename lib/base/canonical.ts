import canonicalize from 'canonicalize';
import type { Json } from '@/db/schema/json';

/** A lone surrogate (text cut by a program) has no canonical form, so it becomes U+FFFD. */
function wellFormed(value: Json | undefined): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]),
  );
}

/** Canonical JSON (RFC 8785): the same text for the same data, whatever the order of properties. */
export const canonical = (value: Json): string => canonicalize(wellFormed(value)) ?? 'null';

export const sameJson = (a: Json, b: Json): boolean => canonical(a) === canonical(b);
