import { z } from 'zod';
import { cutText } from '@/lib/base/readable/cut';

/** The parts of a zod issue that say what is wrong. Issues of other libraries only have a message. */
type Issue = {
  message: string;
  code?: unknown;
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  inclusive?: unknown;
  format?: unknown;
  divisor?: unknown;
  values?: unknown;
  issues?: unknown;
};

const standard = z.locales.en().localeError;

/** Whether this is zod's default message. An author's own message is never replaced. */
function isStandard(issue: Issue): boolean {
  // zod's message for a wrong type names the received type, which the issue does not carry, so it cannot be
  // rebuilt.
  if (issue.code === 'invalid_type') return issue.message.startsWith('Invalid input: expected ');
  try {
    const told = standard(issue as unknown as Parameters<typeof standard>[0]);
    return (typeof told === 'string' ? told : told?.message) === issue.message;
  } catch {
    return false;
  }
}

/** Grouped by spaces, since a comma or a point is a decimal separator somewhere. */
const inWords = (value: unknown) =>
  Number(value).toLocaleString('en', { maximumFractionDigits: 20 }).replaceAll(',', '\u00a0');

const count = (value: unknown, one: string, many: string) =>
  `${inWords(value)} ${Number(value) === 1 ? one : many}`;

function tooSmall({ origin, minimum, inclusive }: Issue): string {
  if (origin === 'string')
    return Number(minimum) === 1
      ? 'must not be empty'
      : `must have at least ${count(minimum, 'character', 'characters')}`;
  if (origin === 'array' || origin === 'set') return `needs at least ${count(minimum, 'entry', 'entries')}`;
  return `must be ${inclusive === false ? 'more than' : 'at least'} ${inWords(minimum)}`;
}

function tooBig({ origin, maximum, inclusive }: Issue): string {
  if (origin === 'string') return `may have at most ${count(maximum, 'character', 'characters')}`;
  if (origin === 'array' || origin === 'set') return `may have at most ${count(maximum, 'entry', 'entries')}`;
  return `must be ${inclusive === false ? 'less than' : 'at most'} ${inWords(maximum)}`;
}

const formats: Record<string, string> = {
  email: 'must be an email address',
  url: 'must be a web address such as https://example.com',
  date: 'must be a date such as 2026-11-02',
  time: 'must be a time such as 14:30',
  datetime: 'must be a date and time',
  uuid: 'must be a UUID',
  regex: 'does not have the right form',
};

function stepOf(divisor: unknown): string {
  const decimals = -Math.log10(Number(divisor));
  return Number.isInteger(decimals) && decimals > 0
    ? `may have at most ${count(decimals, 'decimal', 'decimals')}`
    : `must be a multiple of ${String(divisor)}`;
}

const types: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'yes or no',
  array: 'a list',
  object: 'a group of fields',
};

function wrongType({ message }: Issue): string {
  if (/received (?:undefined|null)$/.test(message)) return 'is needed';
  const expected = /expected (\w+)/.exec(message)?.[1] ?? '';
  return types[expected] ? `must be ${types[expected]}` : message;
}

/** A schema of thousands of options would name them all. */
const mostNamed = 8;
const mostCharacters = 300;

const oneOf = (values: readonly unknown[]): string =>
  values.length > mostNamed
    ? `must be one of the ${inWords(values.length)} options`
    : `must be one of: ${values.map(String).join(', ')}`;

/** An issue in words that follow a field's name: `must be more than 0`. Words that an author wrote are kept, the first 300 characters of them. */
export const plainMessage = (issue: Issue): string => cutText(inPlainWords(issue), mostCharacters);

function inPlainWords(issue: Issue): string {
  if (!isStandard(issue)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return formats[String(issue.format)] ?? issue.message;
    case 'not_multiple_of':
      return stepOf(issue.divisor);
    case 'invalid_value':
      return Array.isArray(issue.values) ? oneOf(issue.values) : issue.message;
    case 'invalid_key':
      return Array.isArray(issue.issues)
        ? `has a name that ${issue.issues.map((one: Issue) => inPlainWords(one)).join(', ')}`
        : issue.message;
    case 'invalid_type':
      return wrongType(issue);
    default:
      return issue.message;
  }
}
