import { joinPaths, printPath, type Segment } from '@/lib/base/schema/paths';

/** The marks a form sends beside values; lib/base/schema/form-data reads them. */
export type Mark = 'blank' | 'include' | 'variant' | 'variants' | 'rows' | 'json' | 'row' | 'locale';

export const markName = (name: string, mark: Mark) => `${name}#${mark}`;

/** The name of a part: `items` + 0 → `items[0]`, `items[0]` + 'sku' → `items[0].sku`. */
export function childName(name: string, segment: Segment): string {
  return joinPaths(name, printPath([segment]));
}

/** A name as an element id: no spaces and nothing a fragment would encode. */
export function fieldId(idPrefix: string, name: string): string {
  const text = name
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/[^\w.-]/gu, (char) => `~${char.codePointAt(0)?.toString(16) ?? ''}`);
  return `${idPrefix}-${text}`;
}
