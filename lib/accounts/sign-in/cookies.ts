import type { Env } from '@/lib/base/env';

/** Keeps our cookies apart from those of other apps on the same host (localhost). */
export const cookiePrefix = 'countersign';

const sessionCookie = `${cookiePrefix}.session_token`;

/** Both names of the session cookie: over https it has the `__Secure-` prefix. */
export const sessionCookieNames = [`__Secure-${sessionCookie}`, sessionCookie] as const;

export const isHttps = ({ appUrl }: Pick<Env, 'appUrl'>) => appUrl.startsWith('https:');
