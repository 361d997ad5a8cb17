import type { NewApiKey } from './types';

export const keysPath = '/settings/keys';

const name = 'countersign.new_key';
/** Long enough for the redirect to the page. */
const seconds = 60;

const cookie = (url: string, value: string, maxAge: number) =>
  `${name}=${value}; Path=${keysPath}; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${new URL(url).protocol === 'https:' ? '; Secure' : ''}`;

/**
 * Carries a new key to the page that shows it after a plain form post. Only that browser has it, scripts cannot read it,
 * and it is deleted once shown; the server does not store the key.
 */
export const newKeyCookie = ({ url }: Request, { keyId, key }: NewApiKey): string =>
  cookie(url, `${keyId}.${key}`, seconds);

type Visit = { method: string; url: string; headers: Headers; cookies: { has(name: string): boolean } };

/**
 * The `Set-Cookie` that deletes a new key with the response that shows it; null if this request does not show one, as
 * prefetches and client-side navigation do not. Called by the proxy, as a page cannot set cookies while rendering.
 */
export function shownKeyCookie({ method, url, headers, cookies }: Visit): string | null {
  const shows =
    method === 'GET' &&
    (headers.get('sec-fetch-mode') ?? 'navigate') === 'navigate' &&
    !headers.has('sec-purpose');
  return shows && cookies.has(name) ? cookie(url, '', 0) : null;
}

/** The new key in the cookies of a page request; null if there is none. */
export function newKeyIn(jar: {
  get(name: string): { value: string } | undefined;
}): { keyId: string; key: string } | null {
  const [keyId, key] = jar.get(name)?.value.split('.') ?? [];
  return keyId && key ? { keyId, key } : null;
}
