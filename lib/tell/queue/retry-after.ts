const longestMs = 86_400_000;

/**
 * How long a `Retry-After` header asks to wait, in ms and at most a day; null when it asks for nothing. It is in
 * seconds, or a date (RFC 9110, 10.2.3).
 */
export function retryAfterOf(header: string | null | undefined, now: Date): number | null {
  if (typeof header !== 'string') return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return ms > 0 ? Math.min(ms, longestMs) : null;
}
