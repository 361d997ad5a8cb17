import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import type { components, paths } from './schema';

/** The calls of the desk by method and path, as its OpenAPI document tells them; each gives `{ data, error, response }`. */
export type Client = FetchClient<paths>;

/** What the desk tells and is told, by the names of its document, such as `Schemas['RunDetail']`. */
export type Schemas = components['schemas'];

export type ClientSettings = {
  /** Where the desk is, such as `https://desk.example.com`. */
  url: string;
  /** An API key, `cs_…`. */
  key?: string;
  /** The cookies of a session, as `signIn` gives them. */
  cookie?: string;
  /** The site that writes of a session come from, when it is not `url`. */
  origin?: string;
  /** Gives each `POST` an `Idempotency-Key`, so that a `fetch` which sends again what got no answer changes nothing twice. */
  idempotent?: boolean;
  /** In place of the global one: for timeouts, retries, proxies. */
  fetch?: (request: Request) => Promise<Response>;
};

/** A client of a desk, with the rights of a key or of a session; without either it may sign in and ask for its health. */
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
