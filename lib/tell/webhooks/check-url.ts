import { env } from '@/lib/base/env';
import { invalid } from '@/lib/base/errors';
import { allowedAddresses, outside, RefusedDestinationError, type Outside } from './destination';

const refused = (message: string) => invalid([{ path: 'url', message }]);

/**
 * An address that events may be sent to, as it is kept. Where it leads is looked at now, and again for each try.
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
