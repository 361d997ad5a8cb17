import { currencyOf, unit } from './meta';
import { defaultLocale } from './reader-locale';
import type { SchemaNode } from './types';

const formats = new Map<string, Intl.NumberFormat>();

/** Drops no digits, and leaves 2026 ungrouped ("min2" groups from 10,000). */
function formatFor(locale: string, currency: string | undefined): Intl.NumberFormat {
  const key = `${locale} ${currency ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = { maximumFractionDigits: 100 };
  const made = currency
    ? new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits })
    : new Intl.NumberFormat(locale, { useGrouping: 'min2', ...digits });
  formats.set(key, made);
  return made;
}

/**
 * A number formatted by its schema: "€1,240.00" with a currency (ISO 4217, amounts in major units), "12 km"
 * or "12%" with a unit. `parent`: the object it is in; `locale`: the reader's.
 */
export function formatNumber(
  value: number,
  node: SchemaNode,
  parent?: unknown,
  locale: string = defaultLocale,
): string {
  const text = formatFor(locale, currencyOf(node, parent)).format(value);
  const suffix = unit(node);
  if (!suffix) return text;
  return suffix === '%' ? `${text}%` : `${text}\u00a0${suffix}`;
}
