export const homePath = '/inbox';

const unsafe = /[\\\u0000-\u0020\u007f-\u009f]/;
const encodedSeparator = /%(2f|5c)/i;
const neverNext = /^\/(sign-in|sign-out|api)(\/|$)/;

/**
 * Where to go after sign-in: the path that was asked for when it is one of this site, else the inbox.
 * Browsers read `//host`, `/\host` and paths with control characters as other sites; encoded separators and dot
 * segments can become those on the way.
 */
export function safeNext(value: unknown): string {
  if (typeof value !== 'string' || value.length > 2000 || !value.startsWith('/') || unsafe.test(value))
    return homePath;
  const path = value.split(/[?#]/, 1)[0] ?? '';
  if (path.startsWith('//') || encodedSeparator.test(path)) return homePath;
  const url = URL.parse(value, 'http://self.invalid');
  if (!url || url.host !== 'self.invalid' || url.pathname.startsWith('//') || neverNext.test(url.pathname))
    return homePath;
  return url.pathname + url.search + url.hash;
}

/** The address of the sign-in page that leads back to `path`; `problem` is what that page says first. */
export function signInPath(path: string, problem?: string): `/sign-in${string}` {
  const next = safeNext(path);
  const query = new URLSearchParams({
    ...(next !== homePath && { next }),
    ...(problem !== undefined && { problem }),
  });
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
}
