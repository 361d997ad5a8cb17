import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isIn, isPublic, type Networks } from '@/lib/base/networks';

/** How the outside is reached: what is allowed beyond the public internet, and how names become addresses. */
export type Outside = {
  allow: Networks;
  resolve: (host: string) => Promise<string[]>;
  /** How long one try may take, in milliseconds, and how much of an answer is read, in bytes. */
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

/** A place that may not be reached, with the reason in words. */
export class RefusedDestinationError extends Error {}

/** The address that a URL names itself; undefined for a name. A URL turns `127.1`, `0x7f.1` and `2130706433` into addresses. */
export function addressIn({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? host : undefined;
}

/** @throws RefusedDestinationError unless every one of the addresses may be reached by this URL */
export function refuseAddresses({ protocol }: URL, addresses: readonly string[], allow: Networks): void {
  if (addresses.length === 0) throw new RefusedDestinationError('the name has no address');
  for (const address of addresses.filter((one) => !isIn(allow, one))) {
    if (!isPublic(address))
      throw new RefusedDestinationError(
        'it is a private address, which WEBHOOK_ALLOW_PRIVATE does not allow',
      );
    if (protocol !== 'https:') throw new RefusedDestinationError('only https reaches public addresses');
  }
}

/**
 * The addresses behind a URL, every one of which may be reached. Asked when an endpoint is saved and again for each
 * connection, which then goes to these: the name may mean others by then.
 * @throws RefusedDestinationError, or what looking up the name fails with
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
