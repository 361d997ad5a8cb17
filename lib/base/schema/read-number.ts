import { isExact } from './exact';

/**
 * Why a text is not a number: no digits, foreign separators, two possible readings, or more digits than a
 * number holds.
 */
export type NumberProblem =
  | { kind: 'none' | 'separators' }
  | { kind: 'ambiguous'; readings: readonly [string, string] }
  | { kind: 'digits'; nearest: number };
export type ReadNumber = { value: number } | { problem: NumberProblem };

export type NumberReading = {
  /** BCP 47. Without it, numbers are in JSON notation, which is how programs post. */
  locale?: string | undefined;
  /** ISO 4217. Some locales use other separators for amounts than for plain numbers. */
  currency?: string | undefined;
  /** How many decimals the number may have, if known; settles what "1,234" means. */
  decimals?: number | undefined;
  /** What may come before or after the number: "€", "EUR", "km". */
  affixes?: readonly string[];
};

type Notation = { decimal: string; group: string; secondary: number; digits: ReadonlyMap<string, string> };
const notations = new Map<string, Notation>();

/** Normalises look-alike characters and drops invisible ones. */
const plain = (text: string) =>
  text
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')
    .replace(/\s/g, ' ')
    .replace(/[’ʼ`´]/g, "'")
    .replace(/[−‐‑–]/g, '-');

function notationOf(locale: string, currency: string | undefined): Notation {
  const key = `${locale} ${currency ?? ''}`;
  const known = notations.get(key);
  if (known) return known;
  const style =
    currency === undefined ? {} : { style: 'currency' as const, currency, minimumFractionDigits: 1 };
  const parts = new Intl.NumberFormat(locale, style).formatToParts(-123456789012.5);
  const find = (type: Intl.NumberFormatPartTypes) =>
    plain(parts.find((part) => part.type === type)?.value ?? '');
  const wholes = parts.filter(({ type }) => type === 'integer').map(({ value }) => value);
  const count = new Intl.NumberFormat(locale, { useGrouping: false });
  const made = {
    decimal: find('decimal'),
    group: find('group'),
    secondary: [...(wholes.at(-2) ?? '123')].length,
    digits: new Map(Array.from({ length: 10 }, (_, digit) => [count.format(digit), String(digit)])),
  };
  notations.set(key, made);
  return made;
}

/** A locale's decimal separator, for amounts in a currency or for plain numbers. */
export const decimalSeparator = (locale: string, currency?: string): string =>
  notationOf(locale, currency).decimal;

/** Strips the sign and at most one symbol from either end, in any order: "-€5", "€ -5", "5 €". */
function bare(text: string, affixes: readonly string[]): { sign: string; body: string } {
  const words = affixes.map((affix) => plain(affix).trim().toLowerCase()).filter(Boolean);
  let body = text.trim();
  let sign = '';
  let isNamed = false;
  for (let step = 0; step < 3; step++) {
    const lower = body.toLowerCase();
    const before = words.find((word) => lower.startsWith(word));
    const behind = words.find((word) => lower.endsWith(word));
    if (sign === '' && /^[+-]/.test(body)) [sign, body] = [body.charAt(0), body.slice(1).trim()];
    else if (!isNamed && before) [isNamed, body] = [true, body.slice(before.length).trim()];
    else if (!isNamed && behind) [isNamed, body] = [true, body.slice(0, -behind.length).trim()];
  }
  return { sign, body };
}

/** The digits of a whole number without group separators; undefined when those are misplaced. */
function ungrouped(text: string, { group, secondary }: Notation): string | undefined {
  if (/^\d*$/.test(text)) return text;
  const [separator = ''] = /\D/.exec(text) ?? [];
  if (![group, ' ', "'"].includes(separator)) return undefined;
  const groups = text.split(separator);
  const [first = ''] = groups;
  const fits = (size: number) =>
    /^[1-9]\d*$/.test(first) &&
    first.length <= size &&
    groups.slice(1, -1).every((each) => /^\d+$/.test(each) && each.length === size) &&
    /^\d{3}$/.test(groups.at(-1) ?? '');
  return fits(3) || fits(secondary) ? groups.join('') : undefined;
}

function held(canonical: string): ReadNumber {
  const nearest = Number(canonical) + 0;
  return isExact(canonical) ? { value: nearest } : { problem: { kind: 'digits', nearest } };
}

const written = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Parses a number as a person typed or pasted it, in their locale's notation. Guesses nothing: a misplaced
 * group, two possible readings ("1,234" where three decimals are allowed) and digits a number cannot hold are
 * problems.
 */
export function readNumber(
  text: string,
  { locale, currency, decimals = Infinity, affixes = [] }: NumberReading,
): ReadNumber {
  if (locale === undefined) {
    const trimmed = text.trim();
    return written.test(trimmed) ? held(trimmed) : { problem: { kind: 'none' } };
  }
  const notation = notationOf(locale, currency);
  const spelled = [...plain(text)].map((char) => notation.digits.get(char) ?? char).join('');
  const { sign, body } = bare(spelled, affixes);
  const [, number = '', exponent = ''] = /^(.*?\d[^e]*)(e[+-]?\d+)?$/i.exec(body) ?? [];
  if (!/^[\d.,' ٫٬]+$/.test(number) || !/\d/.test(number)) return { problem: { kind: 'none' } };
  const [whole = '', fraction, ...more] = number.split(notation.decimal);
  const digits = ungrouped(whole, notation);
  if (digits === undefined || more.length > 0 || !/^\d*$/.test(fraction ?? ''))
    return { problem: { kind: 'separators' } };
  const groups = whole.split(/[.,]/);
  if (groups.length === 2 && fraction === undefined && exponent === '' && decimals >= 3) {
    const other = groups.join(notation.decimal);
    return { problem: { kind: 'ambiguous', readings: [digits, other] } };
  }
  return held(`${sign}${digits === '' ? '0' : digits}.${fraction ?? ''}${exponent}`);
}
