import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isIn, isPublic, type Networks } from '@/lib/base/networks';
import type { IssueReason } from '@/lib/base/reasons';

/** How external hosts are reached: what is allowed beyond the public internet, and how names are resolved. */
export type Outside = {
  allow: Networks;
  resolve: (host: string) => Promise<string[]>;
  /** The time for one try, in milliseconds, and how much of a response is read, in bytes. */
  timeoutMs: number;
  answerBytes: number;
};

const resolve = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address);

export const outside = (allow: Networks): Outside => ({
  allow,
  resolve,
  timeoutMs: 15_000,
  answerBytes: 64 * 1024,
});

export type UrlReason = Extract<IssueReason, `url_${string}`>;

/** An address that webhooks may not be sent to. */
export class RefusedDestinationError extends Error {
  constructor(readonly reason: UrlReason) {
    super(reason);
  }
}

/**
 * The address in a URL; undefined for a name. `URL` has already turned `127.1`, `0x7f.1` and `2130706433`
 * into addresses.
 */
export function addressIn({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? host : undefined;
}

/** @throws RefusedDestinationError unless every one of the addresses may be reached by this URL */
export function refuseAddresses({ protocol }: URL, addresses: readonly string[], allow: Networks): void {
  if (addresses.length === 0) throw new RefusedDestinationError('url_no_address');
  for (const address of addresses.filter((one) => !isIn(allow, one))) {
    if (!isPublic(address)) throw new RefusedDestinationError('url_private');
    if (protocol !== 'https:') throw new RefusedDestinationError('url_public_needs_https');
  }
}

/**
 * A URL's addresses, all of them allowed. Checked when an endpoint is saved and for each connection, which
 * goes to these addresses, since the name may resolve differently by then.
 * @throws RefusedDestinationError, or the error of the name lookup
 */
export async function allowedAddresses(
  url: URL,
  { allow, resolve: find }: Pick<Outside, 'allow' | 'resolve'>,
): Promise<string[]> {
  const literal = addressIn(url);
  const addresses = literal ? [literal] : await find(url.hostname);
  refuseAddresses(url, addresses, allow);
  return addresses;
}
