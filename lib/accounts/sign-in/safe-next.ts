export const homePath = '/inbox';

const unsafe = /[\\\u0000-\u0020\u007f-\u009f]/;
const encodedSeparator = /%(2f|5c)/i;
const neverNext = /^\/(sign-in|sign-out|api)(\/|$)/;

/**
 * The path to open after sign-in: the requested one if it is on this site, otherwise the inbox. Browsers treat `//host`,
 * `/\host` and paths with control characters as other sites, and proxies may turn encoded separators into those.
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

/** The sign-in page's address, which leads back to `path`; `problem` names the notice shown there. */
export function signInPath(path: string, problem?: string): `/sign-in${string}` {
  const next = safeNext(path);
  const query = new URLSearchParams({
    ...(next !== homePath && { next }),
    ...(problem !== undefined && { problem }),
  });
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
}
