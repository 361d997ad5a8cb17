import type { Issue } from '@/lib/base/errors';
import { isWithin, parsePath, printPath } from '@/lib/base/schema/paths';

/**
 * An issue's path within the form with this prefix, normalised; undefined when it belongs to another form.
 */
export function pathInForm(path: string, prefix = ''): string | undefined {
  const [segments, before] = [parsePath(path), parsePath(prefix)];
  return segments && before && isWithin(segments, before)
    ? printPath(segments.slice(before.length))
    : undefined;
}

export function errorsByPath(issues: readonly Issue[], prefix?: string): Map<string, string[]> {
  const errors = new Map<string, string[]>();
  for (const { path, message } of issues) {
    const key = pathInForm(path, prefix);
    if (key === undefined) continue;
    const known = errors.get(key) ?? [];
    if (!known.includes(message)) errors.set(key, [...known, message]);
  }
  return errors;
}
