import { apiKey, defaultKeyHasher } from '@better-auth/api-key';
import { betterAuth } from 'better-auth/minimal';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import {
  accounts,
  apiKeys,
  auditEvents,
  decisions,
  groupMembers,
  sessions,
  users,
  verifications,
} from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { listTasks } from '@/lib/desk/tasks/list-tasks';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { sendSignal } from '@/lib/desk/signals/send-signal';
import { actor, deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { grantDeciding, revokeApiKey } from './change-api-key';
import { createApiKey, maxKeys } from './create-api-key';
import { listApiKeys } from './list-api-keys';
import { hashOf, keyIn, readKeyActor } from './read-key-actor';
import { fromPermissions, scopes, toPermissions, type Scope } from '@/lib/people/scopes';

const making = { name: 'Payroll export', scopes: ['runs:start', 'tasks:read'] as Scope[] };
const row = async (desk: TestDesk) => (await desk.db.select().from(apiKeys))[0]!;
const verbs = async (desk: TestDesk) =>
  (await desk.db.select().from(auditEvents))
    .map(({ verb }) => verb)
    .filter((verb) => verb.startsWith('key.'));

/** A program with a key of this person; `tasks:decide` is granted by an administrator. */
async function program(
  desk: TestDesk,
  who: Person,
  given: Scope[],
): Promise<{ ctx: () => Promise<Context>; keyId: string }> {
  const { key, keyId } = await createApiKey(desk.as(who), {
    name: `${who}’s robot`,
    scopes: given.filter((scope) => scope !== 'tasks:decide').concat('tasks:read'),
  });
  if (given.includes('tasks:decide')) await grantDeciding(desk.as('admin'), keyId);
  const ctx = async (): Promise<Context> => {
    const found = await readKeyActor(desk.db, desk.clock, key);
    if (!found) throw new Error('the key is dead');
    return { ...desk.as(who), actor: found, channel: 'api' };
  };
  return { ctx, keyId };
}

test('a key is shown once; only its hash is stored, in the format of better-auth’s plugin', async () => {
  const desk = await deskForTest();
  const made = await createApiKey(desk.as('manager'), { ...making, expiresInDays: 30 });
  expect(made).toMatchObject({
    name: 'Payroll export',
    scopes: making.scopes,
    owner: { id: actor('manager').id },
    lastUsedAt: null,
  });
  expect(made.key).toMatch(/^cs_[\w-]{43}$/);
  const kept = await row(desk);
  expect(JSON.stringify(kept)).not.toContain(made.key);
  expect(kept.key).toBe(await defaultKeyHasher(made.key));
  expect(hashOf(made.key)).toBe(kept.key);
  expect(JSON.stringify(await desk.db.select().from(auditEvents))).not.toContain(made.key.slice(10));
  expect(await verbs(desk)).toEqual(['key.created']);
  // The plugin must accept the same rows.
  await desk.db.update(apiKeys).set({ expiresAt: new Date(Date.now() + 60_000) });
  const plugin = betterAuth({
    secret: 'x'.repeat(32),
    baseURL: 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(desk.db, {
      provider: 'sqlite',
      schema: {
        user: users,
        session: sessions,
        account: accounts,
        verification: verifications,
        apikey: apiKeys,
      },
      transaction: false,
    }),
    plugins: [apiKey()],
  });
  const verify = (key: string, permissions: Record<string, string[]>) =>
    plugin.api.verifyApiKey({ body: { key, permissions } });
  expect(await verify(made.key, { runs: ['start'] })).toMatchObject({
    valid: true,
    key: { name: 'Payroll export', referenceId: actor('manager').id },
  });
  expect(await verify(made.key, { tasks: ['decide'] })).toMatchObject({ valid: false });
  expect(await verify(`${made.key}x`, { runs: ['start'] })).toMatchObject({ valid: false });
});

test('scopes are read back as they were stored, without unknown ones', () => {
  expect(fromPermissions(toPermissions(scopes))).toEqual([...scopes]);
  expect(fromPermissions('{"tasks":["read","rule"],"__proto__":["x"],"runs":"start"}')).toEqual([
    'tasks:read',
  ]);
});

test.each<[string, Record<string, string>, string | null]>([
  ['a bearer token', { authorization: 'Bearer cs_1' }, 'cs_1'],
  ['the header X-Api-Key', { 'x-api-key': 'cs_2' }, 'cs_2'],
  ['nothing', {}, null],
  ['another scheme', { authorization: 'Basic Y3M6eA==' }, null],
])('is read from %s', (_, headers, key) => {
  expect(keyIn(new Headers(headers))).toBe(key);
});

test('keys cannot be created, seen, granted or revoked without authority', async () => {
  const desk = await deskForTest();
  await expect(
    createApiKey(desk.as('manager'), { ...making, scopes: ['tasks:decide'] }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(createApiKey(desk.as('system'), making)).rejects.toMatchObject({ code: 'forbidden' });
  for (const wrong of [
    {},
    { ...making, name: ' ' },
    { ...making, scopes: [] },
    { ...making, scopes: ['all'] },
    { ...making, expiresInDays: 400 },
  ])
    await expect(createApiKey(desk.as('manager'), wrong)).rejects.toMatchObject({ code: 'invalid' });
  const { ctx, keyId } = await program(desk, 'manager', []);
  const robot = await ctx();
  for (const call of [
    () => createApiKey(robot, making),
    () => listApiKeys(robot),
    () => revokeApiKey(robot, keyId),
    () => grantDeciding(robot, keyId),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
  await expect(grantDeciding(desk.as('manager'), keyId)).rejects.toMatchObject({ code: 'forbidden' });
  for (const call of [
    () => revokeApiKey(desk.as('operator'), keyId),
    () => grantDeciding(desk.as('operator'), keyId),
    () => revokeApiKey(desk.as('admin'), 'key_none'),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'not_found' });
  expect(await listApiKeys(desk.as('operator'))).toEqual([]);
  expect((await listApiKeys(desk.as('admin'))).map((key) => key.keyId)).toEqual([keyId]);
  expect(await verbs(desk)).toEqual(['key.created']);
});

test('administrators grant, owners revoke, and each writes one audit row however often it is repeated', async () => {
  const desk = await deskForTest();
  const { ctx, keyId } = await program(desk, 'manager', []);
  expect(
    (
      await Promise.all(
        [1, 2, 3].map(() =>
          grantDeciding(desk.as('admin'), keyId).then(
            () => 'granted',
            ({ code }) => code,
          ),
        ),
      )
    ).filter((told) => told === 'granted').length,
  ).toBeGreaterThan(0);
  await ctx();
  await revokeApiKey(desk.as('manager'), keyId);
  await revokeApiKey(desk.as('manager'), keyId);
  await expect(ctx()).rejects.toThrow('the key is dead');
  expect(await listApiKeys(desk.as('manager'))).toEqual([]);
  expect(await verbs(desk)).toEqual(['key.created', 'key.granted', 'key.revoked']);
});

test('the limit of keys per person holds when they are created at once', async () => {
  const desk = await deskForTest();
  const told = await Promise.all(
    Array.from({ length: maxKeys + 3 }, () =>
      createApiKey(desk.as('manager'), making).then(
        () => 'made',
        ({ code }) => code,
      ),
    ),
  );
  expect(told.filter((one) => one === 'made')).toHaveLength(maxKeys);
  expect(told.filter((one) => one === 'conflict')).toHaveLength(3);
});

test('a key stops when it expires or its owner’s account is closed, and its last use is recorded to the minute', async () => {
  const desk = await deskForTest();
  const { ctx } = await program(desk, 'manager', []);
  await ctx();
  const first = (await row(desk)).lastRequest;
  expect(first).toEqual(desk.clock.now());
  desk.clock.advance(30_000);
  await ctx();
  expect((await row(desk)).lastRequest).toEqual(first);
  desk.clock.advance(31_000);
  await ctx();
  expect((await row(desk)).lastRequest).toEqual(desk.clock.now());
  await desk.db
    .update(users)
    .set({ banned: true })
    .where(eq(users.id, actor('manager').id));
  await expect(ctx()).rejects.toThrow('the key is dead');
  await desk.db.update(users).set({ banned: false });
  await ctx();
  desk.clock.advance(91 * 86_400_000);
  await expect(ctx()).rejects.toThrow('the key is dead');
});

test('a key decides for its owner only with the scope, and the decision has the key’s name and the channel api', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  const answer = { outcome: 'approve', payloadDigest: task!.payloadDigest };
  const reader = await (await program(desk, 'manager', ['runs:read'])).ctx();
  expect((await listTasks(reader, parseTaskQuery({}))).items).toHaveLength(1);
  expect(await getTask(reader, task!.id)).toMatchObject({
    canDecide: false,
    refusal: { code: 'not_a_person' },
  });
  await expect(decideTask(reader, task!.id, answer)).rejects.toMatchObject({ code: 'forbidden' });
  const { ctx, keyId } = await program(desk, 'manager', ['tasks:decide']);
  expect(await decideTask(await ctx(), task!.id, answer)).toMatchObject({ repeated: false });
  expect(await decideTask(await ctx(), task!.id, answer)).toMatchObject({ repeated: true });
  await expect(decideTask(desk.as('manager'), task!.id, answer)).rejects.toMatchObject({ code: 'conflict' });
  const by = { actorKind: 'apiKey', actorId: keyId, actorName: 'manager’s robot', channel: 'api' };
  expect(await desk.db.select().from(decisions)).toMatchObject([by]);
  expect(
    (await desk.db.select().from(auditEvents)).find(({ verb }) => verb === 'task.decided'),
  ).toMatchObject({ ...by, data: { keyOwner: { id: actor('manager').id } } });
});

test('a key has only the rights that its owner has at that moment', async () => {
  const desk = await deskForTest();
  const { ctx } = await program(desk, 'manager', ['tasks:decide', 'runs:start']);
  const own = await startRun(await ctx(), { workflowId: 'expense-report', input: expense(3) });
  expect(own.run.requesterId).toBe(actor('manager').id);
  await desk.drain(own.run.id);
  const [mine] = await desk.openTasks(own.run.id);
  await expect(
    decideTask(await ctx(), mine!.id, { outcome: 'approve', payloadDigest: mine!.payloadDigest }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  const [task] = await desk.openTasks(await desk.request('expense-report', expense()));
  const before = await ctx();
  await desk.db.delete(groupMembers).where(eq(groupMembers.userId, actor('manager').id));
  await desk.db
    .update(users)
    .set({ role: 'requester' })
    .where(eq(users.id, actor('manager').id));
  // Also for an actor read before the change: the statement that writes checks again.
  await expect(
    decideTask(before, task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    decideTask(await ctx(), task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest }),
  ).rejects.toMatchObject({ code: 'not_found' });
  const signal = await program(desk, 'requester', ['signals:send']);
  await expect(sendSignal(await signal.ctx(), { name: 'a', key: 'b' })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('a key that is revoked after it was read decides nothing', async () => {
  const desk = await deskForTest();
  const [task] = await desk.openTasks(await desk.request('expense-report', expense()));
  const { ctx, keyId } = await program(desk, 'manager', ['tasks:decide']);
  const robot = await ctx();
  await revokeApiKey(desk.as('admin'), keyId);
  await expect(
    decideTask(robot, task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  expect(await desk.db.select().from(decisions)).toEqual([]);
});
