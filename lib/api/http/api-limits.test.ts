import { onTestFinished, expect, test } from 'vitest';
import { openDatabase } from '@/db/client';
import { rateLimits } from '@/db/schema';
import { revokeApiKey } from '@/lib/accounts/keys/change-api-key';
import { createApiKey } from '@/lib/accounts/keys/create-api-key';
import { createAuth } from '@/lib/accounts/sign-in/auth';
import { createUser } from '@/lib/accounts/sign-in/create-user';
import { handleAuth } from '@/lib/accounts/sign-in/handle-auth';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { requireWithinLimit, tellLimit } from './api-limits';
import { readCaller } from './read-caller';

const site = 'http://localhost:3000';
const settings = {
  appUrl: site,
  authSecret: 'a-secret-of-at-least-32-characters-for-tests',
  apiLimits: { reads: 5, writes: 3 },
  trustedProxies: 1,
};

/**
 * A separate process on the desk's database; returns for a request its sender, the reported limit and the
 * result.
 */
function processOn(desk: TestDesk, db = desk.db) {
  const auth = createAuth({ db, settings, clock: desk.clock });
  const ask = async (
    headers: Record<string, string>,
    { method = 'GET', path = '/api/runs', limited = true } = {},
  ) => {
    const request = new Request(site + path, { method, headers });
    const { actor, spent } = await readCaller(auth, request, settings, { limited });
    const answer = new Response();
    let refused: { code?: string; detail?: unknown } = {};
    try {
      requireWithinLimit(spent, desk.clock);
    } catch (error) {
      refused = error as typeof refused;
    }
    tellLimit(spent, answer, desk.clock);
    return {
      who: actor?.kind,
      passes: refused.code === undefined,
      refused,
      policy: answer.headers.get('ratelimit-policy'),
      left: answer.headers.get('ratelimit'),
    };
  };
  return { auth, ask };
}

function secondProcess(desk: TestDesk) {
  const db = openDatabase(desk);
  onTestFinished(() => db.$client.close());
  return processOn(desk, db);
}

const keyOf = async (desk: TestDesk, name = 'Robot') => {
  const { key, keyId } = await createApiKey(desk.as('manager'), { name, scopes: ['runs:read'] });
  return { keyId, headers: { authorization: `Bearer ${key}` } };
};

const password = 'a-long-enough-password';

async function signIn(desk: TestDesk, email: string) {
  const { auth } = processOn(desk);
  const answer = await handleAuth(
    auth,
    new Request(`${site}/api/auth/sign-in/email`, { method: 'POST', headers: { origin: site } }),
    '/sign-in/email',
    { email, password },
  );
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  };
}

async function sessionOf(desk: TestDesk, email: string) {
  await createUser(desk.as('system'), { email, password, name: email, roles: ['approver'] });
  return signIn(desk, email);
}

const post = { method: 'POST', path: '/api/signals/paid' };
const passed = (answers: { passes: boolean }[]) => answers.filter(({ passes }) => passes).length;

test('of many concurrent requests to two processes exactly the budget passes, per key and person, for reads and writes', async () => {
  const desk = await deskForTest();
  const [one, two] = [processOn(desk), secondProcess(desk)];
  for (const headers of [(await keyOf(desk)).headers, await sessionOf(desk, 'zoe@example.test')]) {
    const atOnce = (how = {}) =>
      Promise.all(Array.from({ length: 16 }, (_, index) => (index % 2 ? one : two).ask(headers, how)));
    const [reads, writes] = await Promise.all([atOnce(), atOnce(post)]);
    expect([passed(reads), passed(writes)]).toEqual([5, 3]);
    expect(
      reads
        .filter(({ passes }) => passes)
        .map(({ left }) => left)
        .toSorted(),
    ).toEqual([4, 3, 2, 1, 0].map((r) => `"reads";r=${r};t=60`).toSorted());
    expect(new Set(writes.map(({ policy }) => policy))).toEqual(new Set(['"writes";q=3;w=60']));
    expect(writes.every(({ who }) => who !== undefined)).toBe(true);
  }
});

test('the window rolls over with the clock, and refused requests do not prolong it', async () => {
  const desk = await deskForTest();
  const { ask } = processOn(desk);
  const { headers } = await keyOf(desk);
  for (let count = 0; count < 5; count += 1) expect((await ask(headers)).passes).toBe(true);
  desk.clock.advance(20_500);
  expect(await ask(headers)).toMatchObject({
    refused: { code: 'rate_limited', params: { retryAfter: 40 } },
    left: '"reads";r=0;t=40',
  });
  expect((await ask(headers, post)).left).toBe('"writes";r=2;t=60');
  desk.clock.advance(39_400);
  expect(await ask(headers)).toMatchObject({ refused: { params: { retryAfter: 1 } } });
  desk.clock.advance(100);
  expect(await ask(headers)).toMatchObject({ passes: true, left: '"reads";r=4;t=60' });
});

test('each key and each person has a separate budget', async () => {
  const desk = await deskForTest();
  const { ask } = processOn(desk);
  const [first, second] = [await keyOf(desk), await keyOf(desk, 'Another')];
  const person = await sessionOf(desk, 'yan@example.test');
  for (let count = 0; count < 6; count += 1) await ask(first.headers);
  expect([
    (await ask(first.headers)).passes,
    (await ask(second.headers)).left,
    (await ask(person)).left,
  ]).toEqual([false, '"reads";r=4;t=60', '"reads";r=4;t=60']);
  // Another session of the same person shares the budget.
  expect((await ask(await signIn(desk, 'yan@example.test'))).left).toBe('"reads";r=3;t=60');
});

test('an invalid key counts against its address on every call; valid keys are not affected', async () => {
  const desk = await deskForTest();
  const [one, two] = [processOn(desk), secondProcess(desk)];
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const { keyId, headers } = await keyOf(desk);
  const tries = await Promise.all(
    Array.from({ length: 70 }, (_, index) =>
      (index % 2 ? one : two).ask(
        { 'x-api-key': `cs_${index}`, ...from('203.0.113.9') },
        index % 3 ? post : {},
      ),
    ),
  );
  expect(passed(tries)).toBe(60);
  expect(tries.map(({ who }) => who).filter(Boolean)).toEqual([]);
  expect(await one.ask({ 'x-api-key': 'cs_x', ...from('203.0.113.9') }, { limited: false })).toMatchObject({
    refused: { code: 'rate_limited' },
    policy: '"wrong-keys";q=60;w=60',
  });
  expect(await one.ask({ 'x-api-key': 'cs_x', ...from('203.0.113.10') })).toMatchObject({
    passes: true,
    left: '"wrong-keys";r=59;t=60',
  });
  expect(await one.ask({ ...headers, ...from('203.0.113.9') })).toMatchObject({
    who: 'apiKey',
    left: '"reads";r=4;t=60',
  });
  await revokeApiKey(desk.as('manager'), keyId);
  expect(await one.ask({ ...headers, ...from('203.0.113.9') })).toMatchObject({
    who: undefined,
    refused: { code: 'rate_limited' },
  });
});

test('HEAD counts like its GET, which does the same work', async () => {
  const desk = await deskForTest();
  const { ask } = processOn(desk);
  const person = await sessionOf(desk, 'nu@example.test');
  const [first, second] = [await ask(person, { method: 'HEAD' }), await ask(person)];
  expect([first.left, second.left]).toEqual([expect.stringContaining('r=4'), expect.stringContaining('r=3')]);
});

test('pages, event streams and ended sessions are not counted', async () => {
  const desk = await deskForTest();
  const { ask } = processOn(desk);
  const person = await sessionOf(desk, 'xi@example.test');
  const before = await desk.db.$count(rateLimits);
  for (const how of [
    { path: '/inbox' },
    { path: '/settings/preferences', method: 'POST' },
    { limited: false },
  ])
    expect(await ask(person, how)).toMatchObject({ who: 'user', policy: null, left: null });
  expect(await ask({ cookie: 'countersign.session_token=forged.signature' })).toMatchObject({
    who: undefined,
    policy: null,
  });
  desk.clock.advance(8 * 86_400_000);
  expect(await ask(person)).toMatchObject({ who: undefined, policy: null });
  expect(await desk.db.$count(rateLimits)).toBe(before);
});
