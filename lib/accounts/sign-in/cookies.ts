import type { Env } from '@/lib/base/env';

/** Cookies of this app share the prefix, so that two apps on one host (localhost) do not sign each other's people out. */
export const cookiePrefix = 'countersign';

const sessionCookie = `${cookiePrefix}.session_token`;

/** The names a session cookie can have: over https it carries the `__Secure-` prefix. */
export const sessionCookieNames = [`__Secure-${sessionCookie}`, sessionCookie] as const;

export const isHttps = ({ appUrl }: Pick<Env, 'appUrl'>) => appUrl.startsWith('https:');
