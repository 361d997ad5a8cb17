import { maskText } from '@/lib/base/schema/mask-text';
import { optionLabel } from '@/lib/base/schema/meta';
import type { Shape } from '@/lib/base/schema/shape';

/** A cell's sort key; null goes last in both directions. */
export type SortKey = string | number | null;
export type Sorting = { column: number; down: boolean } | null;

/**
 * The key sorts by what is shown: choices by their label, times by the time, hidden or missing values last.
 */
export function sortKey(shape: Shape, value: unknown): SortKey {
  if (value === null || value === undefined || value === maskText || value === '') return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (Array.isArray(value)) return value.join(', ');
  const text = String(value);
  if (shape.kind === 'enum') return shape.options.find((option) => option.value === value)?.label ?? text;
  const time = shape.kind === 'string' && shape.format === 'date-time' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? (optionLabel(shape.node, value) ?? text) : time;
}

const { compare } = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' });

function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  return typeof b === 'number' ? 1 : compare(a ?? '', b ?? '');
}

/** The row indexes in the requested order; equal rows keep theirs. */
export function sortedOrder(keys: readonly (readonly SortKey[])[], sorting: Sorting): number[] {
  const order = keys.map((_, index) => index);
  if (sorting === null) return order;
  const keyOf = (row: number): SortKey => keys[row]?.[sorting.column] ?? null;
  return order.toSorted((a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return sorting.down ? compareKeys(second, first) : compareKeys(first, second);
  });
}
