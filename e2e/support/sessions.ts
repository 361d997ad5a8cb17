import { request, type Cookie } from '@playwright/test';
import { demoPassword } from '@/db/demo-people';
import { emailOf, type Person } from './people';
import type { DeskServer } from './server';

const kept = new WeakMap<DeskServer, Map<Person, Promise<Cookie[]>>>();

/** Signs a person in over HTTP, as the sign-in form does, and returns the cookies of that one session. */
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

/** The session of a person at a desk; there is one for each, as sign-ins are limited. A test that ends one takes `signInAnew`. */
export function sessionOf(desk: DeskServer, person: Person): Promise<Cookie[]> {
  const sessions = kept.get(desk) ?? new Map<Person, Promise<Cookie[]>>();
  kept.set(desk, sessions);
  const session = sessions.get(person) ?? signInAnew(desk, person);
  sessions.set(person, session);
  return session;
}
