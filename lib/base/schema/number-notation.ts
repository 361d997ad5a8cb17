import { currencyOf, unit } from './meta';
import { decimalSeparator, type NumberReading } from './read-number';
import type { ShapeOf } from './shape';

type NumberShape = Pick<ShapeOf<'number'>, 'node' | 'integer' | 'step'>;

const money = (locale: string, currency: string, display: 'symbol' | 'narrowSymbol') =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: display });

/** How many decimals a currency has: 2 for EUR, 0 for JPY. */
const currencyDecimals = (currency: string): number =>
  money('en', currency, 'symbol').resolvedOptions().maximumFractionDigits ?? 2;

/** A currency's symbol in a locale, and whether it comes before the number. */
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

/** How many decimals a number may have: 0.01 → 2, 0.5 → 1, 5 → 0; undefined: any. */
function decimalsOf({ integer, step, node }: NumberShape): number | undefined {
  const currency = currencyOf(node, undefined);
  if (integer) return 0;
  if (step === 'any') return currency === undefined ? undefined : currencyDecimals(currency);
  const [mantissa = '', exponent = '0'] = String(step).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

/** How to read a number's text, as far as its schema tells. */
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

/**
 * A number as its field shows it at first: all digits, the locale's decimal separator, no grouping; amounts
 * with cents.
 */
export function writeNumber(value: number, shape: NumberShape, locale: string): string {
  const currency = currencyOf(shape.node, undefined);
  const [mantissa = '', exponent = ''] = String(value).split(/(?=e)/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const cents = currency === undefined || exponent !== '' ? 0 : currencyDecimals(currency);
  const decimals = fraction.padEnd(cents, '0');
  return `${whole}${decimals === '' ? '' : decimalSeparator(locale, currency) + decimals}${exponent}`;
}
