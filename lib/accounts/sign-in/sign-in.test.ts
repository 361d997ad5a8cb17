import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase, type Database } from '@/db/client';
import { demoPassword } from '@/db/demo-people';
import { auditEvents } from '@/db/schema';
import { groupMembers, sessions, users } from '@/db/schema/auth';
import { seedDemo } from '@/db/seed';
import { systemClock } from '@/lib/base/clock';
import { AppError } from '@/lib/base/errors';
import { log } from '@/lib/base/log';
import { databaseForTest, testDatabase, type TestDatabase } from '@/tests/support/database';
import { actorFromHeaders } from './actor';
import { createAuth, type Auth } from './auth';
import { handleAuth } from './handle-auth';

const appUrl = 'http://localhost:3000';
const settings = { appUrl, authSecret: 'a-secret-of-at-least-32-characters-for-tests' };
const manager = 'manager@demo.test';
const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

let seeded: TestDatabase;
let db: Database;
let auth: Auth;

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const request = new Request(`${appUrl}/api/auth${path}`, {
    method: 'POST',
    headers: { origin: appUrl, ...headers },
  });
  return handleAuth(auth, request, path, body);
}
const signIn = (email: string, password: string = demoPassword, headers?: Record<string, string>) =>
  post('/sign-in/email', { email, password }, headers);
const refused = async (attempt: Promise<Response>): Promise<AppError> => {
  const error = await attempt.then(
    (response) => `answered ${response.status}`,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected a refusal, but: ${String(error)}`);
};
const actorOf = (cookie: string) => actorFromHeaders(new Headers({ cookie }), auth);

beforeAll(async () => {
  seeded = await testDatabase();
  await seedDemo(seeded.db);
  await seeded.db.run('pragma wal_checkpoint(truncate)');
});
afterAll(() => seeded.close());

// Hashing eight passwords is slow, so each test starts from a copy.
beforeEach(async () => {
  const { dir } = await databaseForTest();
  await copyFile(join(seeded.dir, 'app.db'), join(dir, 'seeded.db'));
  db = openDatabase({ url: `file:${join(dir, 'seeded.db')}` });
  onTestFinished(() => db.$client.close());
  auth = createAuth({ db, settings, clock: systemClock });
});

describe('sign-in', () => {
  it('starts a session whose actor has the roles and groups in the database', async () => {
    const response = await signIn(' Manager@Demo.Test ');
    expect(response.status).toBe(200);
    expect(await actorOf(cookiesOf(response))).toEqual({
      kind: 'user',
      id: 'usr_demo_manager',
      name: 'Miriam Okafor',
      email: manager,
      roles: ['requester', 'approver'],
      groups: ['managers'],
    });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^countersign\.session_token=.*HttpOnly; SameSite=Lax$/);
  });

  it('marks the cookie Secure when the app is served over https', async () => {
    auth = createAuth({
      db,
      settings: { ...settings, appUrl: 'https://desk.example.com' },
      clock: systemClock,
    });
    const response = await signIn(manager, demoPassword, { origin: 'https://desk.example.com' });
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-countersign\.session_token=.*; Secure;/);
  });

  it('answers a wrong password, an unknown email and a closed account alike', async () => {
    await db.update(users).set({ banned: true }).where(eq(users.email, 'finance@demo.test'));
    const answers = [];
    for (const [email, password] of [
      [manager, 'wrong-password'],
      ['nobody@demo.test', demoPassword],
      ['finance@demo.test', demoPassword],
      ['finance@demo.test', 'wrong-password'],
    ] as const) {
      const { code, reason, issues, params } = await refused(signIn(email, password));
      answers.push({ code, reason, issues, params });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({
      code: 'unauthenticated',
      reason: 'wrong_credentials',
    });
    expect(await db.select().from(sessions)).toEqual([]);
  });

  it('spends as much CPU and as many queries on an unknown email as on a wrong password', async () => {
    const queries = vi.spyOn(db.$client, 'execute');
    const effort = {
      [manager]: { cpu: Infinity, queries: 0 },
      'nobody@demo.test': { cpu: Infinity, queries: 0 },
    };
    for (let round = 0; round < 4; round++) {
      for (const [email, best] of Object.entries(effort)) {
        const [before, asked] = [process.cpuUsage(), queries.mock.calls.length];
        await refused(signIn(email, 'wrong-password'));
        const { user, system } = process.cpuUsage(before);
        best.cpu = Math.min(best.cpu, user + system);
        best.queries = queries.mock.calls.length - asked;
      }
    }
    const { [manager]: known, 'nobody@demo.test': unknown } = effort;
    expect(unknown.queries).toBe(known.queries);
    expect(unknown.cpu / known.cpu).toBeGreaterThan(0.5);
    expect(unknown.cpu / known.cpu).toBeLessThan(2);
  });

  it('reports each invalid field, and has no sign-up', async () => {
    expect(await refused(post('/sign-in/email', { email: 'manager' }))).toMatchObject({
      code: 'invalid',
      issues: [
        { path: 'email', message: 'must be an email address' },
        { path: 'password', message: 'is needed' },
      ],
    });
    expect(
      await refused(post('/sign-up/email', { email: 'a@b.test', name: 'A', password: demoPassword })),
    ).toMatchObject({ code: 'not_found' });
    expect(await refused(post('/__proto__', {}))).toMatchObject({ code: 'not_found' });
  });

  it('refuses other sites, with and without a cookie', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const cookie = cookiesOf(await signIn(manager));
    const evil = {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
    };
    expect(await refused(signIn(manager, demoPassword, evil))).toMatchObject({ code: 'forbidden' });
    expect(await refused(signIn(manager, demoPassword, { ...evil, cookie }))).toMatchObject({
      code: 'forbidden',
    });
    expect(await refused(post('/sign-out', {}, { origin: 'https://evil.example', cookie }))).toMatchObject({
      code: 'forbidden',
    });
    expect(await refused(post('/sign-out', {}, { origin: 'null', cookie }))).toMatchObject({
      code: 'forbidden',
    });
    expect(await actorOf(cookie)).toMatchObject({ id: 'usr_demo_manager' });
    expect(warn).toHaveBeenCalled();
  });

  it('limits one address to exactly 60 attempts a minute', async () => {
    const from = (address: string) => ({ 'x-forwarded-for': `spoofed, ${address}` });
    await db.run(
      "insert into rate_limits (id, key, count, last_request) values ('x', 'auth|203.0.113.9|/sign-in/email', 50, unixepoch() * 1000)",
    );
    const attempts = Array.from({ length: 16 }, () =>
      signIn(manager, demoPassword, from('203.0.113.9')).then(
        () => 'in',
        (error: AppError) => error.code,
      ),
    );
    const results = await Promise.all(attempts);
    expect(results.filter((result) => result === 'in')).toHaveLength(10);
    expect(results.filter((result) => result === 'rate_limited')).toHaveLength(6);
    expect((await refused(signIn(manager, demoPassword, from('203.0.113.9')))).params).toEqual({
      retryAfter: expect.any(Number),
    });
    expect((await signIn(manager, demoPassword, from('203.0.113.10'))).status).toBe(200);
  });
});

describe('the audit log', () => {
  const from = { 'x-forwarded-for': '203.0.113.9' };
  const events = async () =>
    (await db.select().from(auditEvents)).map(({ verb, actorKind, actorId, channel, data }) => ({
      verb,
      actorKind,
      actorId,
      channel,
      data,
    }));

  it('records each sign-in, sign-out and change of password, without passwords', async () => {
    const cookie = cookiesOf(await signIn(manager, demoPassword, from));
    const changed = await post(
      '/change-password',
      { currentPassword: demoPassword, newPassword: 'another-long-password' },
      { cookie, ...from },
    );
    await post('/sign-out', {}, { cookie: cookiesOf(changed), ...from });
    await post('/sign-out', {}, { cookie, ...from });
    const mine = {
      actorKind: 'user',
      actorId: 'usr_demo_manager',
      channel: 'web',
      data: { address: '203.0.113.9' },
    };
    expect(await events()).toEqual(
      ['user.signed_in', 'user.password_changed', 'user.signed_out'].map((verb) => ({ verb, ...mine })),
    );
  });

  it('records refused sign-ins alike for known and unknown emails, and once a minute for a limited address', async () => {
    const clock = { now: () => new Date('2026-11-02T10:00:00Z') };
    auth = createAuth({ db, settings, clock });
    for (const email of [manager, 'nobody@demo.test']) await refused(signIn(email, 'wrong-password', from));
    await db.run(`update rate_limits set count = 60`);
    for (let attempt = 0; attempt < 3; attempt++)
      expect(await refused(signIn(manager, demoPassword, from))).toMatchObject({ code: 'rate_limited' });
    const visitor = { verb: 'user.sign_in_refused', actorKind: 'system', actorId: 'Visitor', channel: 'web' };
    const address = '203.0.113.9';
    expect(await events()).toEqual([
      { ...visitor, data: { reason: 'credentials', email: manager, address } },
      { ...visitor, data: { reason: 'credentials', email: 'nobody@demo.test', address } },
      { ...visitor, data: { reason: 'rate_limited', address } },
    ]);
  });
});

describe('a session', () => {
  it('survives a restart', async () => {
    const cookie = cookiesOf(await signIn(manager));
    auth = createAuth({ db, settings, clock: systemClock });
    expect(await actorOf(cookie)).toMatchObject({ id: 'usr_demo_manager' });
  });

  it('ends with sign-out, also for copies of the cookie', async () => {
    const cookie = cookiesOf(await signIn(manager));
    const response = await post('/sign-out', undefined, { cookie });
    expect(response.headers.getSetCookie()[0]).toMatch(/^countersign\.session_token=; Max-Age=0/);
    expect(await actorOf(cookie)).toBeNull();
    expect(await db.select().from(sessions)).toEqual([]);
  });

  it('ends when the account is closed, also for a change of password', async () => {
    const cookie = cookiesOf(await signIn(manager));
    await db.update(users).set({ banned: true }).where(eq(users.email, manager));
    expect(await actorOf(cookie)).toBeNull();
    const change = post(
      '/change-password',
      { currentPassword: demoPassword, newPassword: 'another-long-password' },
      { cookie },
    );
    expect(await refused(change)).toMatchObject({ code: 'unauthenticated' });
    expect(await db.select().from(sessions)).toEqual([]);
  });

  it('ends when it expires, and a forged cookie is no session', async () => {
    const cookie = cookiesOf(await signIn(manager));
    await db.update(sessions).set({ expiresAt: new Date(Date.now() - 1000) });
    expect(await actorOf(cookie)).toBeNull();
    const [row] = await db.select({ token: sessions.token }).from(sessions);
    expect(await actorOf(`countersign.session_token=${row?.token}.${'A'.repeat(43)}%3D`)).toBeNull();
    expect(await actorOf('countersign.session_token=nonsense')).toBeNull();
  });

  it('has changed roles and groups from the next request on', async () => {
    const cookie = cookiesOf(await signIn(manager));
    await db
      .delete(groupMembers)
      .where(and(eq(groupMembers.userId, 'usr_demo_manager'), eq(groupMembers.groupId, 'managers')));
    await db.update(users).set({ role: 'operator, wizard' }).where(eq(users.email, manager));
    expect(await actorOf(cookie)).toMatchObject({ roles: ['operator'], groups: [] });
  });

  it('is the only one left after a change of password, and only the new password works', async () => {
    const other = cookiesOf(await signIn(manager));
    const cookie = cookiesOf(await signIn(manager));
    const wrong = post(
      '/change-password',
      { currentPassword: 'not-the-password', newPassword: 'another-long-password' },
      { cookie },
    );
    expect((await refused(wrong)).issues).toMatchObject([
      { path: 'currentPassword', reason: 'wrong_password' },
    ]);
    const changed = await post(
      '/change-password',
      { currentPassword: demoPassword, newPassword: 'another-long-password' },
      { cookie },
    );
    expect(await actorOf(cookiesOf(changed))).toMatchObject({ id: 'usr_demo_manager' });
    expect([await actorOf(other), await actorOf(cookie)]).toEqual([null, null]);
    expect(await refused(signIn(manager))).toMatchObject({ code: 'unauthenticated' });
    expect((await signIn(manager, 'another-long-password')).status).toBe(200);
  });
});
