import ms from 'ms';

/** Milliseconds of `90s`, `15m`, `2h`, `2d` or `1w`; undefined for anything but a positive duration. */
export function parseDuration(text: string): number | undefined {
  const value = /^\d+(\.\d+)?\s?[a-z]+$/i.test(text) ? ms(text as ms.StringValue) : undefined;
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
}
