import { secondsUntil, type Counted, type RateLimit } from '@/lib/accounts/sign-in/rate-limit';
import type { Clock } from '@/lib/base/clock';
import type { Env } from '@/lib/base/env';
import { rateLimited } from '@/lib/base/errors';

/** A limit and its name in the headers. */
export type Budget = { name: 'reads' | 'writes' | 'wrong-keys'; limit: RateLimit };
/** What is left of a budget after a request. */
export type Spent = Budget & Counted;

const window = 60;

/** Per address; requests with valid keys do not count. */
export const wrongKeys: Budget = { name: 'wrong-keys', limit: { window, max: 60 } };

/** The budget of an API request; null for pages and preflights. `HEAD` costs the same as `GET`. */
export function budgetOf({ url, method }: Request, { reads, writes }: Env['apiLimits']): Budget | null {
  if (!new URL(url).pathname.startsWith('/api/') || method === 'OPTIONS') return null;
  return method === 'GET' || method === 'HEAD'
    ? { name: 'reads', limit: { window, max: reads } }
    : { name: 'writes', limit: { window, max: writes } };
}

/** @throws rate_limited when the request exceeds the limit */
export function requireWithinLimit(spent: Spent | null, { now }: Clock): void {
  if (!spent || spent.allowed) return;
  const retryAfter = Math.max(1, secondsUntil(spent.resetAt, now()));
  throw rateLimited(spent.name === 'wrong-keys' ? 'too_many_wrong_keys' : 'too_many_requests', {
    ...spent.limit,
    retryAfter,
  });
}

/**
 * Adds the rate limit headers (draft-ietf-httpapi-ratelimit-headers-11): `RateLimit-Policy` with quota `q`
 * and window `w` in seconds, `RateLimit` with the rest `r` and its time `t`. Without `t` beside an unrelated
 * `Retry-After`, as the draft wants them to agree.
 */
export function tellLimit(spent: Spent | null, { headers }: Response, { now }: Clock): void {
  if (!spent) return;
  const left = secondsUntil(spent.resetAt, now());
  const sooner = headers.has('retry-after') && Number(headers.get('retry-after')) < left;
  headers.set('ratelimit-policy', `"${spent.name}";q=${spent.limit.max};w=${spent.limit.window}`);
  headers.set('ratelimit', `"${spent.name}";r=${spent.remaining}${sooner ? '' : `;t=${left}`}`);
}
