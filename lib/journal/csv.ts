import { readable } from '@/lib/base/readable/readable';

/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), also in full width. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

function field(value: string | number | null): string {
  const text = typeof value === 'string' ? readable(value) : String(value ?? '');
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One record of CSV (RFC 4180), its line end included. Text that a spreadsheet would run as a formula gets a `'` in front, and what nobody could see in it is marked. */
export const csvRecord = (values: readonly (string | number | null)[]): string =>
  `${values.map(field).join(',')}\r\n`;
