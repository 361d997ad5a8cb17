import { secondsUntil, type Counted, type RateLimit } from '@/lib/accounts/sign-in/rate-limit';
import type { Clock } from '@/lib/base/clock';
import type { Env } from '@/lib/base/env';
import { AppError } from '@/lib/base/errors';

/** A limit and the name that the headers know it by. */
export type Budget = { name: 'reads' | 'writes' | 'wrong-keys'; limit: RateLimit };
/** What is left of a budget after a request. */
export type Spent = Budget & Counted;

const window = 60;

/** From one address; keys that work are not counted by it. */
export const wrongKeys: Budget = { name: 'wrong-keys', limit: { window, max: 60 } };

/** What a request of the API is counted against; null: pages, and preflights. `HEAD` costs what its `GET` does. */
export function budgetOf({ url, method }: Request, { reads, writes }: Env['apiLimits']): Budget | null {
  if (!new URL(url).pathname.startsWith('/api/') || method === 'OPTIONS') return null;
  return method === 'GET' || method === 'HEAD'
    ? { name: 'reads', limit: { window, max: reads } }
    : { name: 'writes', limit: { window, max: writes } };
}

/** @throws rate_limited when a request is one too many */
export function requireWithinLimit(spent: Spent | null, { now }: Clock): void {
  if (!spent || spent.allowed) return;
  const retryAfter = Math.max(1, secondsUntil(spent.resetAt, now()));
  const what = spent.name === 'wrong-keys' ? 'keys that do not work, from this address' : spent.name;
  throw new AppError(
    'rate_limited',
    `Too many requests: at most ${spent.limit.max} ${what}, in ${spent.limit.window} s. Wait ${retryAfter} s.`,
    { detail: { retryAfter } },
  );
}

/**
 * Tells a limited request's limit in the answer, as draft-ietf-httpapi-ratelimit-headers-11 says: `RateLimit-Policy` with the
 * quota `q` and the window `w` (seconds), `RateLimit` with what is left `r` and for how long `t`. Beside an earlier
 * `Retry-After`, which is of something else, there is no `t`, as the draft has them agree.
 */
export function tellLimit(spent: Spent | null, { headers }: Response, { now }: Clock): void {
  if (!spent) return;
  const left = secondsUntil(spent.resetAt, now());
  const sooner = headers.has('retry-after') && Number(headers.get('retry-after')) < left;
  headers.set('ratelimit-policy', `"${spent.name}";q=${spent.limit.max};w=${spent.limit.window}`);
  headers.set('ratelimit', `"${spent.name}";r=${spent.remaining}${sooner ? '' : `;t=${left}`}`);
}
