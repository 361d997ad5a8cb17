import type { NewApiKey } from './types';

export const keysPath = '/settings/keys';

const name = 'countersign.new_key';
const seconds = 60;

/**
 * Carries a new key to the page that shows it, when a plain form asked for it: in the browser that made it only, out of
 * reach of scripts, and for a minute. The server keeps nothing of it.
 */
export function newKeyCookie(request: Request, { keyId, key }: NewApiKey): string {
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : '';
  return `${name}=${keyId}.${key}; Path=${keysPath}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** The new key that the cookies of a page's request carry. */
export function newKeyIn(jar: { get(name: string): { value: string } | undefined }): { keyId: string; key: string } | null {
  const [keyId, key] = jar.get(name)?.value.split('.') ?? [];
  return keyId && key ? { keyId, key } : null;
}
