import { isIP } from 'node:net';
import { normalizeIP } from '@better-auth/core/utils/ip';

/**
 * The address a request came from, as the outermost of `proxies` of our own saw it: each adds the address it was called
 * from to `X-Forwarded-For`, and Next does when there is none. Entries before it are whatever the client wrote.
 * `unknown` when there is none, and all such requests share a limit.
 */
export function clientAddress(headers: Headers, proxies = 1): string {
  const last = headers.get('x-forwarded-for')?.split(',').at(-proxies)?.trim() ?? '';
  return isIP(last) ? last : 'unknown';
}

/** What an address is limited by, as better-auth does at sign-in: of IPv6 its network of 64 bits, which is what one customer has. */
export const networkOf = (address: string): string => normalizeIP(address);
