import { env } from '@/lib/base/env';
import { invalid } from '@/lib/base/errors';
import { allowedAddresses, outside, RefusedDestinationError, type Outside } from './destination';

const refused = (message: string) => invalid([{ path: 'url', message }]);

/**
 * The address to store, after checking that events may be sent there. Each try checks it again.
 * @throws invalid with the reason
 */
export async function checkUrl(
  text: string,
  to: Pick<Outside, 'allow' | 'resolve'> = outside(env().webhooks.allow),
): Promise<string> {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('must be an https address');
  if (url.username !== '' || url.password !== '') throw refused('must hold no user name or password');
  url.hash = '';
  try {
    await allowedAddresses(url, to);
  } catch (error) {
    throw refused(
      error instanceof RefusedDestinationError
        ? `cannot be used: ${error.message}`
        : 'cannot be used: the name could not be looked up',
    );
  }
  return url.href;
}
