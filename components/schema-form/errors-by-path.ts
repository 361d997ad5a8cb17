import type { Issue } from '@/lib/schema/form-data-error';
import { isWithin, parsePath, printPath } from '@/lib/schema/paths';

/** A path in its one spelling and without the form's prefix. */
export function pathInForm(path: string, prefix?: string): string {
  const segments = parsePath(path);
  if (!segments) return path;
  const before = prefix ? (parsePath(prefix) ?? [prefix]) : [];
  return printPath(isWithin(segments, before) ? segments.slice(before.length) : segments);
}

export function errorsByPath(issues: readonly Issue[], prefix?: string): Map<string, string[]> {
  const errors = new Map<string, string[]>();
  for (const { path, message } of issues) {
    const key = pathInForm(path, prefix);
    const known = errors.get(key) ?? [];
    if (!known.includes(message)) errors.set(key, [...known, message]);
  }
  return errors;
}
