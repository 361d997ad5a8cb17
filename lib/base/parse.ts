import type { z } from 'zod';
import { fault, firstFaults, invalid, type Fault, mostIssues } from './errors';
import { maxDepth } from '@/lib/base/schema/exact-json';
import { printPath } from '@/lib/base/schema/paths';
import { plainMessage } from '@/lib/base/schema/plain-message';

/** More values than any real form or program sends. Each would be visited and, if wrong, reported. */
const maxParts = 100_000;

type Place = { value: unknown; path: PropertyKey[] };

const isText = (text: string) => !text.includes('\0') && text.isWellFormed();

/**
 * Input that no schema checks and later code cannot handle: nesting too deep for recursion, text with NUL or
 * lone surrogates, the key `__proto__`, which copies drop silently, or far too many values. Stops at the most
 * issues we report.
 */
function unbearable(input: unknown): Fault[] {
  const faults: Fault[] = [];
  const rest: Place[] = [{ value: input, path: [] }];
  for (let parts = 0; rest.length > 0 && faults.length < mostIssues; parts++) {
    const { value, path } = rest.pop()!;
    if (parts === maxParts) return [fault('', 'too_many_values', { max: maxParts })];
    if (typeof value === 'string' && !isText(value)) faults.push(fault(printPath(path), 'not_text'));
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= maxDepth) {
      faults.push(fault(printPath(path.slice(0, 8)), 'too_deep', { max: maxDepth }));
      continue;
    }
    const below: Place[] = [];
    for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      if (key === '__proto__') faults.push(fault(printPath([...path, key]), 'name_forbidden'));
      else if (typeof key === 'string' && !isText(key)) faults.push(fault(printPath(path), 'name_not_text'));
      else below.push({ value: item, path: [...path, key] });
      if (below.length > maxParts) break;
    }
    // Pushed in reverse, so that faults come out in input order.
    while (below.length > 0) rest.push(below.pop()!);
  }
  return faults;
}

/**
 * Parses an input with its verb's schema.
 * @throws invalid with the first issues, each with its path
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const faults = unbearable(input);
  if (faults.length > 0) throw invalid(faults);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(
    firstFaults(parsed.error.issues, (issue) => ({
      path: printPath(issue.path),
      message: plainMessage(issue),
    })),
  );
}
