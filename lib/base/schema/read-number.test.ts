import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNumber } from './format-number';
import { readingOf, writeNumber } from './number-notation';
import { numberProblem } from './number-problem';
import { readNumber } from './read-number';

const locales = [
  'en-US',
  'en-GB',
  'de-DE',
  'es-ES',
  'fr-FR',
  'de-CH',
  'hi-IN',
  'de-AT',
  'fr-CH',
  'ar-EG',
] as const;
const plain = { node: {}, integer: false, step: 'any' } as const;
const whole = { ...plain, integer: true } as const;
const money = { ...plain, node: { currency: 'EUR' } } as const;

type Shape = Parameters<typeof readingOf>[0];
const read = (text: string, locale: string | undefined, shape: Shape = money) => {
  const found = readNumber(text, readingOf(shape, locale));
  return 'value' in found ? found.value : found.problem.kind;
};

describe('what is typed', () => {
  test.each<[string, string, number | string, Shape?]>([
    ['19,99', 'de-DE', 19.99],
    ['19,99', 'fr-FR', 19.99],
    ['19,99', 'en-US', 'separators'],
    ['19.99', 'en-US', 19.99],
    ['19.99', 'de-DE', 'separators'],
    ['1.200,00', 'de-DE', 1200],
    ['1.200,00', 'en-US', 'separators'],
    ['1,200.00', 'en-US', 1200],
    ['1 200,50', 'fr-FR', 1200.5],
    ['1\u202f200,50\u00a0€', 'fr-FR', 1200.5],
    ["1'200.50", 'de-CH', 1200.5],
    ['1’200.50', 'de-CH', 1200.5],
    ['12,34,567', 'hi-IN', 1_234_567],
    ['1,234,567', 'hi-IN', 1_234_567],
    ['12,34,567', 'en-US', 'separators'],
    ['१२,३४,५६७', 'hi-IN-u-nu-deva', 1_234_567],
    ['€1,200.50', 'en-US', 1200.5],
    ['EUR 1,200.50', 'en-US', 1200.5],
    ['€ 1.234,50', 'de-AT', 1234.5],
    ['-€5', 'en-US', -5],
    ['−5', 'en-US', -5],
    ['$5', 'en-US', 'none'],
    ['1e3', 'en-US', 1000],
    ['5,', 'de-DE', 5],
    [',5', 'de-DE', 0.5],
    ['1,2,3', 'en-US', 'separators'],
    ['1.2.3', 'en-US', 'separators'],
    ['0,123', 'en-US', 'separators'],
    ['12²', 'en-US', 'none'],
    ['twelve', 'en-US', 'none'],
    ['0x10', 'en-US', 'none'],
    ['Infinity', 'en-US', 'none'],
    [',', 'en-US', 'none'],
    // Ambiguous only where three decimals are allowed.
    ['1,234', 'en-US', 'ambiguous', plain],
    ['1.234', 'de-DE', 'ambiguous', plain],
    ['1,234', 'en-US', 1234, money],
    ['1.234', 'de-DE', 1234, money],
    ['1,234', 'en-US', 1234, whole],
    ['1,234', 'en-US', 'ambiguous', { ...plain, step: 0.001 }],
    ['1,234', 'en-US', 1234, { ...plain, step: 0.5 }],
    ['1,234', 'en-US', 'ambiguous', { ...plain, node: { currency: 'KWD' } }],
    ['1.234', 'en-US', 1.234, plain],
    ['1,234', 'de-DE', 1.234, plain],
    ['1,234,567', 'en-US', 1_234_567, plain],
    ['1 234', 'en-US', 1234, plain],
    // Never drops digits silently.
    ['9007199254740993', 'en-US', 'digits', whole],
    ['9007199254740992', 'en-US', 9007199254740992, whole],
    ['123456789012345678901234567890', 'en-US', 'digits', plain],
    ['0.1234567890123456789', 'en-US', 'digits', plain],
    ['1e999', 'en-US', 'digits', plain],
    ['1e-999', 'en-US', 'digits', plain],
    ['0.10', 'en-US', 0.1],
    ['1e23', 'en-US', 1e23],
  ])('%s in %s: %s', (text, locale, expected, shape) => {
    expect(read(text, locale, shape)).toBe(expected);
  });

  test('without a locale it is written as in JSON', () => {
    expect(read('12.5', undefined)).toBe(12.5);
    expect(read(' 1e-7 ', undefined)).toBe(1e-7);
    for (const text of ['1,200.50', '19,99', '€5', '0x10', '--1', ''])
      expect(read(text, undefined)).toBe('none');
    expect(read('9007199254740993', undefined)).toBe('digits');
  });

  test('what is wrong is said as the reader writes numbers', () => {
    const told = (text: string, locale: string, shape: Shape = plain) => {
      const found = readNumber(text, readingOf(shape, locale));
      return 'problem' in found ? numberProblem(found.problem, locale) : undefined;
    };
    expect(told('19,99', 'en-US')).toBe('must be written like 1,200.5');
    expect(told('19.99', 'de-DE')).toBe('must be written like 1.200,5');
    expect(told('1,234', 'en-US')).toBe('could mean 1234 or 1.234; write the one you mean');
    expect(told('1.234', 'de-DE')).toBe('could mean 1234 or 1,234; write the one you mean');
    expect(told('9007199254740993', 'en-US')).toContain('9007199254740992');
    expect(told('1e999', 'en-US')).toBe('is too large');
  });

  test('both readings that are offered can be written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...locales), fc.integer({ min: 1000, max: 999_999 }), (locale, number) => {
        const found = readNumber(formatNumber(number, {}, undefined, locale), readingOf(plain, locale));
        const readings =
          'problem' in found && found.problem.kind === 'ambiguous' ? found.problem.readings : [];
        expect(readings.map((reading) => read(reading, locale, plain))).toEqual(
          readings.length === 0 ? [] : [number, number / 1000],
        );
      }),
    );
  });
});

describe('what is shown is read back as the same number, in every locale', () => {
  const shapes = fc.constantFrom<Shape>(
    plain,
    whole,
    money,
    { ...plain, step: 0.01 },
    { ...plain, node: { currency: 'JPY' } },
    { ...plain, node: { currency: 'CHF' } },
    { ...plain, node: { unit: 'km' } },
    { ...plain, node: { unit: '%' } },
  );
  const anyLocale = fc.constantFrom(...locales);
  const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0);
  const cents = fc.integer({ min: -(10 ** 12), max: 10 ** 12 }).map((each) => each / 100 + 0);

  test('as a field starts', () => {
    fc.assert(
      fc.property(anyLocale, shapes, fc.oneof(double, cents), (locale, shape, value) => {
        expect(read(writeNumber(value, shape, locale), locale, shape)).toBe(value);
      }),
    );
  });

  test('as it is shown and pasted: the same number or a question, never another number', () => {
    fc.assert(
      fc.property(anyLocale, shapes, cents, (locale, shape, value) => {
        const found = read(formatNumber(value, shape.node, undefined, locale), locale, shape);
        expect(found === 'ambiguous' || found).toSatisfy((it) => it === true || it === value);
      }),
    );
  });

  test('amounts never have to be asked about', () => {
    fc.assert(
      fc.property(
        anyLocale,
        fc.constantFrom('EUR', 'USD', 'CHF', 'INR', 'JPY'),
        cents,
        (locale, currency, value) => {
          const shape = { ...plain, node: { currency } };
          expect(read(formatNumber(value, shape.node, undefined, locale), locale, shape)).toBe(value);
        },
      ),
    );
  });

  test('whatever is typed becomes a number with the same digits, or a problem', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'0123456789.,-’ e€'), maxLength: 14 });
    fc.assert(
      fc.property(anyLocale, shapes, typed, (locale, shape, text) => {
        const found = read(text, locale, shape);
        if (typeof found !== 'number' || /e/.test(text)) return;
        const digits = (each: string) => each.replace(/\D/g, '').replace(/^0+|0+$/g, '');
        expect(digits(String(found).split('e')[0] ?? '')).toBe(digits(text));
      }),
    );
  });
});
