import { demoPassword } from '@/db/demo-people';
import { emailOf, nameOf, type Person as Key } from '@/e2e/support/people';
import { createClient, type Client } from '@/lib/api/client/create-client';
import { signIn } from '@/lib/api/client/sign-in';

/** A demo person using the HTTP API. */
export type Person = { name: string; email: string; desk: Client };

/** A server that takes half a minute will not answer at all. */
const patient = (request: Request): Promise<Response> =>
  fetch(request, { signal: AbortSignal.timeout(30_000) });

/** @throws RefusedError */
export async function signInAs(url: string, key: Key): Promise<Person> {
  const email = emailOf(key);
  const cookie = await signIn({ url, fetch: patient, email, password: demoPassword });
  return { name: nameOf(key), email, desk: createClient({ url, fetch: patient, cookie, idempotent: true }) };
}
