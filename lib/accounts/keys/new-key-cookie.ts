import type { NewApiKey } from './types';

export const keysPath = '/settings/keys';

const name = 'countersign.new_key';
/** For as long as the way to the page may take. */
const seconds = 60;

const cookie = (url: string, value: string, maxAge: number) =>
  `${name}=${value}; Path=${keysPath}; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${new URL(url).protocol === 'https:' ? '; Secure' : ''}`;

/**
 * Carries a new key to the page that shows it, when a plain form asked for it: in the browser that made it only, out of
 * reach of scripts, and until it is shown. The server keeps nothing of it.
 */
export const newKeyCookie = ({ url }: Request, { keyId, key }: NewApiKey): string =>
  cookie(url, `${keyId}.${key}`, seconds);

type Visit = { method: string; url: string; headers: Headers; cookies: { has(name: string): boolean } };

/**
 * What takes a new key away from the browser, with the answer that shows it; null when there is none to be shown. A page
 * cannot do so while it is made. What a browser fetches ahead, or a page of ours in the background, shows nothing.
 */
export function shownKeyCookie({ method, url, headers, cookies }: Visit): string | null {
  const shows =
    method === 'GET' &&
    (headers.get('sec-fetch-mode') ?? 'navigate') === 'navigate' &&
    !headers.has('sec-purpose');
  return shows && cookies.has(name) ? cookie(url, '', 0) : null;
}

/** The new key that the cookies of a page's request carry. */
export function newKeyIn(jar: {
  get(name: string): { value: string } | undefined;
}): { keyId: string; key: string } | null {
  const [keyId, key] = jar.get(name)?.value.split('.') ?? [];
  return keyId && key ? { keyId, key } : null;
}
