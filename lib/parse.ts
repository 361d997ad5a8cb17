import type { z } from 'zod';
import { invalid, type Issue } from './errors';
import { maxDepth } from './schema/exact-json';
import { printPath } from './schema/paths';
import { plainMessage } from './schema/plain-message';
import { formTexts } from './texts/forms';

/**
 * What no schema looks for and nothing behind it can bear: nesting beyond any form (every walk over a value recurses),
 * text that the database would cut at a NUL or that has no bytes in UTF-8 (half of a surrogate pair), and the one name
 * that objects lose without a word when they are copied.
 */
function unbearable(value: unknown, path: PropertyKey[]): Issue[] {
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed()
      ? [{ path: printPath(path), message: 'holds a character that is no text' }]
      : [];
  if (typeof value !== 'object' || value === null) return [];
  if (path.length >= maxDepth)
    return [{ path: printPath(path.slice(0, 8)), message: formTexts.json.deep(maxDepth) }];
  if (Array.isArray(value)) return value.flatMap((item, index) => unbearable(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === '__proto__') return [{ path: printPath([...path, key]), message: formTexts.json.name }];
    return unbearable(key, path).length > 0
      ? [{ path: printPath(path), message: 'has a name that is no text' }]
      : unbearable(item, [...path, key]);
  });
}

/** Parses an input by the schema that stands beside its verb. @throws invalid with every issue and its path. */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const faults = unbearable(input, []);
  if (faults.length > 0) throw invalid(faults);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map((issue) => ({ path: printPath(issue.path), message: plainMessage(issue) })),
  );
}
