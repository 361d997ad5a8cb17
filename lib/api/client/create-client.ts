import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import type { components, paths } from './schema';

/**
 * The desk's calls by method and path, from its OpenAPI document; each returns `{ data, error, response }`.
 */
export type Client = FetchClient<paths>;

/** The request and response shapes of the document by name, such as `Schemas['RunDetail']`. */
export type Schemas = components['schemas'];

export type ClientSettings = {
  /** The desk's address, such as `https://desk.example.com`. */
  url: string;
  /** An API key, `cs_…`. */
  key?: string;
  /** The cookies of a session, from `signIn`. */
  cookie?: string;
  /** The Origin to send with a session's writes, when it is not `url`. */
  origin?: string;
  /**
   * Gives each `POST` an `Idempotency-Key`, so that a `fetch` which retries unanswered requests changes
   * nothing twice.
   */
  idempotent?: boolean;
  /** Replaces the global `fetch`, for timeouts, retries or proxies. */
  fetch?: (request: Request) => Promise<Response>;
};

/**
 * A client of a desk with the rights of a key or session; without either it may only sign in and read the
 * health calls.
 */
export function createClient({
  url,
  key,
  cookie,
  origin = new URL(url).origin,
  idempotent = false,
  fetch,
}: ClientSettings): Client {
  const client = createFetchClient<paths>({
    baseUrl: url,
    headers: { origin, ...(key ? { authorization: `Bearer ${key}` } : {}), ...(cookie ? { cookie } : {}) },
    ...(fetch ? { fetch } : {}),
  });
  if (idempotent) {
    client.use({
      onRequest({ request }) {
        if (request.method === 'POST' && !request.headers.has('idempotency-key'))
          request.headers.set('idempotency-key', crypto.randomUUID());
      },
    });
  }
  return client;
}
