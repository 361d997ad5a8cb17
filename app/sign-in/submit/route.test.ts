import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { POST as signOut } from '@/app/sign-out/route';
import { seedDemo } from '@/db/seed';
import { actorFromHeaders } from '@/lib/accounts/sign-in/actor';
import { database } from '@/lib/base/database';
import { log } from '@/lib/base/log';
import { testDatabase, type TestDatabase } from '@/tests/support/database';
import { POST } from './route';

const site = 'http://localhost:3000';
let file: TestDatabase;

beforeAll(async () => {
  file = await testDatabase();
  vi.stubEnv('DATABASE_URL', file.url);
  vi.stubEnv('DATA_DIR', file.dir);
  await seedDemo(database());
});

afterAll(async () => {
  database().$client.close();
  await file.close();
});

const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  POST(
    new Request(`${site}/sign-in/submit`, {
      method: 'POST',
      headers: { origin: site, ...headers },
      body: new URLSearchParams(fields),
    }),
  );
const good = { email: 'operator@demo.test', password: 'countersign-demo' };

it('signs in, goes to the requested page, and signs out again', async () => {
  const answer = await post({ ...good, next: '/runs?status=failed' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/runs?status=failed']);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  expect(await actorFromHeaders(new Headers({ cookie }))).toMatchObject({ id: 'usr_demo_operator' });

  const warn = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  const out = (origin: string) =>
    signOut(new Request(`${site}/sign-out`, { method: 'POST', headers: { origin, cookie } }));
  expect((await out('https://evil.example')).status).toBe(403);
  expect(warn).toHaveBeenCalledOnce();
  expect(await actorFromHeaders(new Headers({ cookie }))).not.toBeNull();
  const bye = await out(site);
  expect([bye.status, bye.headers.get('location')]).toEqual([303, '/sign-in']);
  expect(await actorFromHeaders(new Headers({ cookie }))).toBeNull();
});

it('never redirects to another site', async () => {
  expect((await post({ ...good, next: '//evil.example' })).headers.get('location')).toBe('/inbox');
});

it.each([
  [
    'a wrong password',
    { ...good, password: 'wrong', next: '/runs' },
    '/sign-in?next=%2Fruns&problem=credentials',
  ],
  ['an unknown person', { ...good, email: 'nobody@demo.test' }, '/sign-in?problem=credentials'],
  ['a missing password', { email: good.email }, '/sign-in?problem=input'],
])('goes back to the page after %s, with no cookie', async (_what, fields, location) => {
  const answer = await post(fields as Record<string, string>);
  expect([answer.status, answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([
    303,
    location,
    [],
  ]);
});

it('refuses a form from another site, and a body that is not a form', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  const foreign = await post(good, {
    origin: 'https://evil.example',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
  });
  expect([foreign.status, foreign.headers.get('content-type'), foreign.headers.getSetCookie()]).toEqual([
    403,
    'application/problem+json',
    [],
  ]);
  expect((await post(good, { 'content-type': 'application/json' })).status).toBe(415);
});
