import { request, type Cookie } from '@playwright/test';
import { demoPassword } from '@/db/demo-people';
import { emailOf, type Person } from './people';
import type { DeskServer } from './server';

const kept = new WeakMap<DeskServer, Map<Person, Promise<Cookie[]>>>();

/** Signs a person in over HTTP, like the sign-in form, and returns that session's cookies. */
export async function signInAnew(desk: DeskServer, person: Person): Promise<Cookie[]> {
  const http = await request.newContext({ baseURL: desk.url, extraHTTPHeaders: { origin: desk.url } });
  const answer = await http.post('/api/auth/sign-in/email', {
    data: { email: emailOf(person), password: demoPassword },
  });
  if (answer.status() !== 200)
    throw new Error(`sign-in as ${person}: ${answer.status()} ${await answer.text()}`);
  const { cookies } = await http.storageState();
  await http.dispose();
  return cookies;
}

/**
 * A person's session at a desk. Shared, because sign-ins are rate-limited; a test that ends one uses
 * `signInAnew`.
 */
export function sessionOf(desk: DeskServer, person: Person): Promise<Cookie[]> {
  const sessions = kept.get(desk) ?? new Map<Person, Promise<Cookie[]>>();
  kept.set(desk, sessions);
  const session = sessions.get(person) ?? signInAnew(desk, person);
  sessions.set(person, session);
  return session;
}
