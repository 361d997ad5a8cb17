import { isIP } from 'node:net';

/**
 * The address a request came from, as the nearest proxy (or Next itself) saw it: the last entry of `X-Forwarded-For`.
 * Entries before it are whatever the client wrote. `unknown` when there is none, and all such requests share a limit.
 */
export function clientAddress(headers: Headers): string {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isIP(last) ? last : 'unknown';
}
