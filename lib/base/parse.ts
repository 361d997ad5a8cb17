import type { z } from 'zod';
import { firstIssues, invalid, type Issue, mostIssues } from './errors';
import { maxDepth } from '@/lib/base/schema/exact-json';
import { printPath } from '@/lib/base/schema/paths';
import { plainMessage } from '@/lib/base/schema/plain-message';
import { formTexts } from '@/lib/base/texts/forms';

/** More values than any real form or program sends. Each would be visited and, if wrong, reported. */
const maxParts = 100_000;

type Fault = { path: PropertyKey[]; message: string };
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
    if (parts === maxParts)
      return [{ path: [], message: `holds more than ${maxParts.toLocaleString('en')} values` }];
    if (typeof value === 'string' && !isText(value))
      faults.push({ path, message: 'holds a character that is no text' });
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= maxDepth) {
      faults.push({ path: path.slice(0, 8), message: formTexts.json.deep(maxDepth) });
      continue;
    }
    const below: Place[] = [];
    for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      if (key === '__proto__') faults.push({ path: [...path, key], message: formTexts.json.name });
      else if (typeof key === 'string' && !isText(key))
        faults.push({ path, message: 'has a name that is no text' });
      else below.push({ value: item, path: [...path, key] });
      if (below.length > maxParts) break;
    }
    // Pushed in reverse, so that faults come out in input order.
    while (below.length > 0) rest.push(below.pop()!);
  }
  return faults;
}

const issueOf = ({ path, message }: Fault): Issue => ({ path: printPath(path), message });

/**
 * Parses an input with its verb's schema.
 * @throws invalid with the first issues, each with its path
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const faults = unbearable(input);
  if (faults.length > 0) throw invalid(firstIssues(faults, issueOf));
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(
    firstIssues(parsed.error.issues, (issue) => issueOf({ path: issue.path, message: plainMessage(issue) })),
  );
}
