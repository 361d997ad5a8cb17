import { z, type ZodType } from 'zod';
import { env } from '@/lib/base/env';
import {
  AppError,
  fault,
  forbidden,
  invalid,
  notFound,
  rateLimited,
  unauthenticated,
} from '@/lib/base/errors';
import { said } from '@/lib/base/reasons';
import { parse } from '@/lib/base/parse';
import { addressHeader, type Auth } from './auth';
import { auditAuth, signedIn } from './audit-auth';
import { clientAddress } from './client-address';
import { changePasswordInput, signInInput } from './inputs';

/**
 * The endpoints of better-auth that are exposed over HTTP, with their input (null: none). Everything else is a 404.
 */
const endpoints: Record<string, ZodType | null> = {
  'POST /sign-in/email': signInInput,
  'POST /sign-out': z.unknown().transform(() => ({})),
  'GET /get-session': null,
  'POST /change-password': changePasswordInput,
};

/** Headers that describe the original body, and the address header, which only we may set. */
const replaced = ['content-length', 'content-type', 'content-encoding', 'transfer-encoding', addressHeader];

/** The same request with a JSON body, and with the address that rate limits use and sessions record. */
function forwarded(request: Request, url: URL, body: unknown): Request {
  const headers = new Headers(request.headers);
  for (const name of replaced) headers.delete(name);
  headers.set(addressHeader, clientAddress(request.headers, env().trustedProxies));
  if (request.method === 'GET') return new Request(url, { headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method: request.method, headers, body: JSON.stringify(body) });
}

/** Maps better-auth's refusals to our errors. */
async function refusal(response: Response): Promise<AppError> {
  const { code, message = '' } = z
    .object({ code: z.string().optional(), message: z.string().optional() })
    .catch({})
    .parse(await response.json().catch(() => ({})));
  switch (response.status) {
    case 400:
      return invalid([
        code === 'INVALID_PASSWORD' ? fault('currentPassword', 'wrong_password') : { path: '', message },
      ]);
    case 401:
      return unauthenticated(code === 'INVALID_EMAIL_OR_PASSWORD' ? 'wrong_credentials' : 'not_signed_in');
    case 403:
      return forbidden('foreign_origin');
    case 404:
      return notFound('address');
    case 429: {
      const retryAfter = Number(response.headers.get('x-retry-after') ?? 60);
      return rateLimited('too_many_attempts', { retryAfter });
    }
    default:
      return new AppError(said('sign_in_failed'), {
        cause: new Error(`better-auth answered ${response.status} ${code ?? ''} ${message}`),
      });
  }
}

/**
 * Passes a call to better-auth, which checks origin, limits and credentials, and audits it before returning the response
 * with its cookies. `path` is relative to `/api/auth`; `body` is the parsed JSON or form.
 * @throws AppError not_found, invalid, unauthenticated, forbidden, rate_limited (params.retryAfter in seconds)
 */
export async function handleAuth(
  auth: Auth,
  request: Request,
  path: string,
  body?: unknown,
): Promise<Response> {
  const input = Object.hasOwn(endpoints, `${request.method} ${path}`)
    ? endpoints[`${request.method} ${path}`]
    : undefined;
  if (input === undefined) throw notFound('address');
  const given = input && parse(input, body ?? {});
  const url = new URL(`/api/auth${path}`, auth.options.baseURL);
  const before = await signedIn(auth, request, path);
  const response = await auth.handler(forwarded(request, url, given));
  const error = response.ok ? null : await refusal(response);
  await auditAuth(auth, {
    path,
    before,
    given,
    address: clientAddress(request.headers, env().trustedProxies),
    response,
    refused: error?.code ?? null,
  });
  if (error) throw error;
  return response;
}
