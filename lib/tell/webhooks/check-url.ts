import { env } from '@/lib/base/env';
import { fault, invalid } from '@/lib/base/errors';
import {
  allowedAddresses,
  outside,
  RefusedDestinationError,
  type Outside,
  type UrlReason,
} from './destination';

const refused = (reason: UrlReason) => invalid([fault('url', reason)]);

/**
 * The address to store, after checking that events may be sent there. Each try checks it again.
 * @throws invalid with the reason
 */
export async function checkUrl(
  text: string,
  to: Pick<Outside, 'allow' | 'resolve'> = outside(env().webhooks.allow),
): Promise<string> {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw refused('url_not_https');
  if (url.username !== '' || url.password !== '') throw refused('url_with_password');
  url.hash = '';
  try {
    await allowedAddresses(url, to);
  } catch (error) {
    throw refused(error instanceof RefusedDestinationError ? error.reason : 'url_unknown_host');
  }
  return url.href;
}
