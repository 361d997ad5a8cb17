import { isIP } from 'node:net';
import { normalizeIP } from '@better-auth/core/utils/ip';

/**
 * The client's address as the outermost of our `proxies` saw it. Each proxy appends its caller to `X-Forwarded-For` (Next
 * does so without a proxy); earlier entries come from the client and prove nothing. Without a valid entry it is
 * `unknown`, so all such requests share one limit.
 */
export function clientAddress(headers: Headers, proxies = 1): string {
  const last = headers.get('x-forwarded-for')?.split(',').at(-proxies)?.trim() ?? '';
  return isIP(last) ? last : 'unknown';
}

/**
 * The key for limits by address, as better-auth uses at sign-in: for IPv6 the /64 network, which one customer owns.
 */
export const networkOf = (address: string): string => normalizeIP(address);
