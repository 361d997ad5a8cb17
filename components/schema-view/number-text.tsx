'use client';

import { useReaderLocale } from '@/components/ui/reader-locale';
import { formatNumber } from '@/lib/base/schema/format-number';

/** A number with its currency (ISO 4217) or unit, as the reader writes numbers. */
export function NumberText({ value, currency, unit }: { value: number; currency?: string; unit?: string }) {
  const locale = useReaderLocale();
  return <span className="tabular-nums">{formatNumber(value, { currency, unit }, undefined, locale)}</span>;
}
