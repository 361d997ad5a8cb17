import type { Option, Scalar } from './shape';

/** What a choice posts for null; the empty text means not answered. */
export const nullChoice = 'null';

type Codes = {
  byText: Map<string, Set<Scalar>>;
  byCode: Map<string, Scalar>;
  byLabel: Map<string, Scalar>;
};
/** Cached, because lists may have thousands of options and each is looked up among all of them. */
const known = new WeakMap<readonly Option[], Codes>();

const codeOf = (byText: Codes['byText'], value: Scalar): string => {
  const text = String(value);
  const clashes = [...(byText.get(text) ?? [])].some((other) => other !== value);
  return clashes || text.trim() === '' || text === nullChoice ? JSON.stringify(value) : text;
};

function codesOf(options: readonly Option[]): Codes {
  const found = known.get(options);
  if (found) return found;
  const byText: Codes['byText'] = new Map();
  for (const { value } of options)
    byText.set(String(value), (byText.get(String(value)) ?? new Set<Scalar>()).add(value));
  const codes = {
    byText,
    byCode: new Map(options.map(({ value }) => [codeOf(byText, value), value])),
    byLabel: new Map(options.map(({ value, label }) => [label, value])),
  };
  known.set(options, codes);
  return codes;
}

/** What a radio, checkbox or option posts for a value; `optionOf` reads it back. */
export const encodeOption = (options: readonly Option[], value: Scalar): string =>
  codeOf(codesOf(options).byText, value);

/** The option that was posted, or typed: by what it posts, else by its label. */
export function optionOf(options: readonly Option[], text: string): Scalar | undefined {
  const { byCode, byLabel } = codesOf(options);
  return byCode.get(text) ?? byLabel.get(text.trim());
}

/** What is typed for an option: its label, unless that is what another one posts. */
export const typedOption = (options: readonly Option[], { value, label }: Option): string =>
  optionOf(options, label) === value ? label : encodeOption(options, value);

/** A checkbox posts "on" or "true". Other text is returned unchanged, so that validation names the field. */
export function parseBoolean(text: string): boolean | string {
  const lower = text.trim().toLowerCase();
  if (['true', 'on', 'yes', '1'].includes(lower)) return true;
  return ['false', 'off', 'no', '0'].includes(lower) ? false : text;
}

/** A browser's date-time without a zone counts as UTC: "2026-11-03T14:05" → "…T14:05:00Z". */
export function parseDateTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?$/.exec(text.trim());
  return match ? `${match[1]}${match[2] ?? ':00'}Z` : text;
}
