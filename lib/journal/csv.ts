import { readable } from '@/lib/base/readable/readable';

/** The characters that start a formula in a spreadsheet (OWASP, CSV injection), and their full-width forms. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

function field(value: string | number | null): string {
  const text = typeof value === 'string' ? readable(value) : String(value ?? '');
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * One CSV record (RFC 4180) with its line end. Text that a spreadsheet would run as a formula is prefixed with `'`, and
 * invisible characters are marked.
 */
export const csvRecord = (values: readonly (string | number | null)[]): string =>
  `${values.map(field).join(',')}\r\n`;
