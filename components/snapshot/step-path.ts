import type { SnapshotStep } from '@/lib/engine/snapshot';

/** A step's path as people write it: `review/ask`, `review/ask[2]` for one item of a list. */
export const pathText = ({ path, forEachIndex }: Pick<SnapshotStep, 'path' | 'forEachIndex'>): string =>
  `${path.join('/')}${forEachIndex === null ? '' : `[${forEachIndex}]`}`;

/** The id of a step on the page. */
export const anchorOf = (step: Pick<SnapshotStep, 'path' | 'forEachIndex'>): string =>
  `step-${pathText(step).replaceAll(/[^\w-]+/g, '_')}`;

/** The page anchor of each step's results, by path; for a list that of its first item. */
export function anchorsOf(
  steps: readonly SnapshotStep[],
  found = new Map<string, string>(),
): Map<string, string> {
  for (const step of steps) {
    const path = step.path.join('/');
    if (!found.has(path)) found.set(path, anchorOf(step));
    anchorsOf(step.children, found);
  }
  return found;
}
