import type { Issue } from './form-data-error';
import { formTexts } from '@/lib/base/texts/forms';
import { isExact } from './exact';
import { numberProblem } from './number-problem';
import { printPath, type Segment } from './paths';

/** A number in the text that a JavaScript number cannot represent. */
class NotHeld {
  constructor(readonly source: string) {}
}

/** Limited because every walk over a value recurses. */
export const maxDepth = 64;
/** Cheap test for numbers that may not be representable; shorter ones without an exponent always are. */
const mayNotBeHeld = /\d[\d.]{15}|\d[eE]/;

/** Engines that do not expose a number's source (ECMAScript 2025) cannot tell. */
function held(_: string, value: unknown, context?: { source?: string }): unknown {
  const source = typeof value === 'number' ? context?.source : undefined;
  return source === undefined || isExact(source) ? value : new NotHeld(source);
}

function faultsIn(value: unknown, path: Segment[]): Issue[] {
  if (path.length > maxDepth)
    return [{ path: printPath(path.slice(0, 8)), message: formTexts.json.deep(maxDepth) }];
  if (value instanceof NotHeld) {
    const problem = { kind: 'digits', nearest: Number(value.source) } as const;
    return [{ path: printPath(path), message: numberProblem(problem, undefined) }];
  }
  if (Array.isArray(value)) return value.flatMap((part, index) => faultsIn(part, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === '__proto__'
      ? [{ path: printPath([...path, key]), message: formTexts.json.name }]
      : faultsIn(part, [...path, key]),
  );
}

/**
 * Parses JSON text, with issues by path for what would get lost or cannot be handled: digits that a number
 * cannot hold, the key `__proto__`, nesting beyond `maxDepth`. Use the value only when there are no issues.
 * @throws SyntaxError when the text is not JSON
 */
export function parseExactJson(text: string): { value: unknown; issues: Issue[] } {
  const value: unknown = JSON.parse(text, mayNotBeHeld.test(text) ? held : undefined);
  return { value, issues: faultsIn(value, []) };
}
