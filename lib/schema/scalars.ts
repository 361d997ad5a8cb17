import type { Option, Scalar } from './shape';

/** What a choice posts for null, where it differs from no answer (the empty text). */
export const nullChoice = 'null';

/** What a radio, checkbox or option posts for a value; readable back by `decodeOption`. */
export function encodeOption(options: readonly Option[], value: Scalar): string {
  const text = String(value);
  const clashes = options.some((other) => other.value !== value && String(other.value) === text);
  return clashes || value === '' || text === nullChoice ? JSON.stringify(value) : text;
}

export function decodeOption(options: readonly Option[], text: string): Scalar | undefined {
  return options.find(({ value }) => encodeOption(options, value) === text)?.value;
}

/** A checkbox posts "on" or "true"; other text is returned as it is, so that validation names it. */
export function parseBoolean(text: string): boolean | string {
  const lower = text.trim().toLowerCase();
  if (['true', 'on', 'yes', '1'].includes(lower)) return true;
  return ['false', 'off', 'no', '0'].includes(lower) ? false : text;
}

/** A browser's local date-time without a zone counts as UTC: "2026-11-03T14:05" → "…T14:05:00Z". */
export function parseDateTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?$/.exec(text.trim());
  return match ? `${match[1]}${match[2] ?? ':00'}Z` : text;
}
