import { currencyOf, unit } from './meta';
import { decimalSeparator, type NumberReading } from './read-number';
import type { ShapeOf } from './shape';

type NumberShape = Pick<ShapeOf<'number'>, 'node' | 'integer' | 'step'>;

const money = (locale: string, currency: string, display: 'symbol' | 'narrowSymbol') =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: display });

/** Decimals of amounts in a currency: 2 of EUR, 0 of JPY. */
const currencyDecimals = (currency: string): number =>
  money('en', currency, 'symbol').resolvedOptions().maximumFractionDigits ?? 2;

/** How a currency is shown in a locale, and on which side. */
export function currencyMark(
  locale: string,
  currency: string,
  display: 'symbol' | 'narrowSymbol' = 'symbol',
): { symbol: string; before: boolean } {
  const parts = money(locale, currency, display).formatToParts(1);
  const at = parts.findIndex(({ type }) => type === 'currency');
  return {
    symbol: parts[at]?.value ?? currency,
    before: at < parts.findIndex(({ type }) => type === 'integer'),
  };
}

/** 0.01 → 2, 0.5 → 1, 5 → 0; undefined when a number may have any. */
function decimalsOf({ integer, step, node }: NumberShape): number | undefined {
  const currency = currencyOf(node, undefined);
  if (integer) return 0;
  if (step === 'any') return currency === undefined ? undefined : currencyDecimals(currency);
  const [mantissa = '', exponent = '0'] = String(step).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

/** What is known of a number's text from its schema. */
export function readingOf(shape: NumberShape, locale: string | undefined): NumberReading {
  const currency = currencyOf(shape.node, undefined);
  const symbols =
    currency === undefined
      ? []
      : [locale ?? 'en', 'en'].flatMap((each) =>
          (['symbol', 'narrowSymbol'] as const).map(
            (display) => currencyMark(each, currency, display).symbol,
          ),
        );
  const affixes = [...symbols, currency ?? '', unit(shape.node) ?? ''];
  return { locale, currency, decimals: decimalsOf(shape), affixes };
}

/** A number as its field starts: every digit, the locale's decimal separator, no groups; amounts with their cents. */
export function writeNumber(value: number, shape: NumberShape, locale: string): string {
  const currency = currencyOf(shape.node, undefined);
  const [mantissa = '', exponent = ''] = String(value).split(/(?=e)/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const cents = currency === undefined || exponent !== '' ? 0 : currencyDecimals(currency);
  const decimals = fraction.padEnd(cents, '0');
  return `${whole}${decimals === '' ? '' : decimalSeparator(locale, currency) + decimals}${exponent}`;
}
