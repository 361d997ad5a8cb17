const number = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i;

/** A decimal number in normal form: "0120.50" and "1.205e2" are both "1205e-1". */
function significant(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = number.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign === '-' ? '-' : ''}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}

/** Whether a decimal number survives JSON unchanged: 0.1 and 1.50 do, 9007199254740993 and 1e999 do not. */
export const isExact = (text: string): boolean => significant(text) === significant(String(Number(text)));
