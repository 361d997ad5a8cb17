import { NextResponse, type NextRequest } from 'next/server';
import { shownKeyCookie } from '@/lib/accounts/keys/new-key-cookie';
import { sessionCookieNames } from '@/lib/accounts/sign-in/cookies';
import { nonceHeader, pathHeader, requestIdHeader } from '@/lib/accounts/sign-in/request-headers';
import { decoded } from '@/lib/base/readable/decoded';
import { imageHosts } from '@/lib/base/image-hosts';
import { signInPath } from '@/lib/accounts/sign-in/safe-next';

const openPages = /^\/(sign-in|sign-out|links)(\/|$)/;
/** A link's URL also takes the answer's POST, but Next cannot have a page and a route at one URL. */
const linkPage = /^\/links\/[^/]+$/;
/** No page has this address. */
const noPage = '/no-such-page';
const safeRequestId = /^[\w.-]{8,64}$/;

/** Scripts and styles only with this request's nonce, nothing from other sites, in no frame. */
function pagePolicy(nonce: string, https: boolean, hosts: readonly string[]): string {
  const development = process.env.NODE_ENV === 'development';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // The overlay of `next dev` uses inline styles.
    `style-src-elem 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    `img-src ${["'self'", 'data:', 'blob:', ...hosts].join(' ')}`,
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Next would answer 500 to a URL it cannot decode. */
const nothingThere = (request: NextRequest, headers: Headers, data: boolean) =>
  data
    ? NextResponse.json(
        {
          type: 'about:blank',
          title: 'Not found',
          status: 404,
          code: 'not_found',
          detail: 'There is no such address.',
          requestId: headers.get(requestIdHeader),
        },
        { status: 404, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
      )
    : NextResponse.rewrite(new URL(noPage, request.nextUrl.origin), { request: { headers } });

/** Passes the request on: a link's answer to its route, visitors without a session to the sign-in page. */
function answerTo(request: NextRequest, headers: Headers, data: boolean): NextResponse {
  const { pathname, search, origin } = request.nextUrl;
  if (request.method === 'POST' && linkPage.test(pathname))
    return NextResponse.rewrite(new URL(`${pathname}/answer`, origin), { request: { headers } });
  const signedIn = sessionCookieNames.some((name) => request.cookies.has(name));
  const visit = request.method === 'GET' || request.method === 'HEAD';
  if (signedIn || data || !visit || openPages.test(pathname))
    return NextResponse.next({ request: { headers } });
  return NextResponse.redirect(new URL(signInPath(pathname + search), origin));
}

/**
 * Gives every request an id and its content security policy, and sends page visitors without a session cookie to the
 * sign-in page at once. That is only a shortcut: pages and verbs check whether the session is valid, and its rights.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const https = process.env.APP_URL?.startsWith('https:') ?? false;
  const given = request.headers.get(requestIdHeader) ?? '';
  const requestId = safeRequestId.test(given) ? given : crypto.randomUUID();
  const data = pathname === '/api' || pathname.startsWith('/api/');
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = data
    ? dataPolicy
    : pagePolicy(nonce, https, pathname.startsWith('/links/') ? [] : imageHosts());

  const headers = new Headers(request.headers);
  headers.set(requestIdHeader, requestId);
  headers.set(pathHeader, pathname + search);
  headers.delete(nonceHeader);
  headers.delete('content-security-policy');
  if (!data) {
    headers.set(nonceHeader, nonce);
    headers.set('content-security-policy', policy);
  }

  const response =
    decoded(pathname) !== undefined ? answerTo(request, headers, data) : nothingThere(request, headers, data);
  response.headers.set('content-security-policy', policy);
  response.headers.set(requestIdHeader, requestId);
  // As a plain header, because the page must still read the cookie that this removes.
  const shown = shownKeyCookie(request);
  if (shown) response.headers.append('set-cookie', shown);
  if (https) response.headers.set('strict-transport-security', 'max-age=63072000');
  return response;
}

export const config = {
  matcher: ['/((?!_next/static|_next/image|icon\\.svg$|favicon\\.ico$).*)'],
};
