import ms from 'ms';

/** Milliseconds of `90s`, `15m`, `2h`, `2d` or `1w`; undefined for anything but a positive duration. */
export function parseDuration(text: string): number | undefined {
  const value = /^\d+(\.\d+)?\s?[a-z]+$/i.test(text) ? ms(text as ms.StringValue) : undefined;
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
}

const units = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** The shortest form of a duration in milliseconds, such as `36h`. */
export function durationText(time: number): string {
  const [unit, size] = Object.entries(units).find(([, each]) => time % each === 0) ?? ['ms', 1];
  return `${time / size}${unit}`;
}
