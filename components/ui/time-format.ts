const locale = 'en-GB';
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const exact = new Map<string, Intl.DateTimeFormat>();

/** A point in time: a Date, ISO 8601 text, or milliseconds since 1970. */
export type Instant = Date | string | number;

/** "in 2 hours", "yesterday", "just now" (under 45 seconds). Both in milliseconds. */
export function formatRelative(time: number, now: number): string {
  const seconds = (time - now) / 1000;
  if (Math.abs(seconds) < 45) return 'just now';
  for (const [unit, size] of steps) {
    const amount = Math.round(Math.abs(seconds) / size);
    if (amount >= 1) return relative.format(Math.sign(seconds) * amount, unit);
  }
  return relative.format(Math.sign(seconds), 'minute');
}

/** "Tue, 3 Nov 2026, 14:05 GMT". Without a zone: the zone of the machine that runs this. */
export function formatExact(time: number, timeZone?: string): string {
  const key = timeZone ?? '';
  let format = exact.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    });
    exact.set(key, format);
  }
  return format.format(time);
}

/** Milliseconds since 1970, or undefined for an invalid time. */
export function toMillis(instant: Instant): number | undefined {
  const millis = new Date(instant).getTime();
  return Number.isNaN(millis) ? undefined : millis;
}
