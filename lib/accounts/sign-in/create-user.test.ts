import { expect, it } from 'vitest';
import { accounts, auditEvents, users } from '@/db/schema';
import { databaseForTest } from '@/tests/support/database';
import type { Actor } from '@/lib/people/context';
import { createUser } from './create-user';

const clock = { now: () => new Date('2026-01-05T09:00:00Z') };
const cli: Actor = { kind: 'system', name: 'create-admin' };
const user = (roles: Extract<Actor, { kind: 'user' }>['roles']): Actor => ({
  kind: 'user',
  id: 'usr_1',
  name: 'Ada',
  email: 'ada@a.test',
  roles,
  groups: [],
});
const input = {
  email: 'First@Admin.test ',
  name: 'First Admin',
  password: 'a-long-password',
  roles: ['requester' as const, 'admin' as const],
};

it('creates the user, with an audit row that names the actor', async () => {
  const { db } = await databaseForTest();
  const { id } = await createUser({ db, clock, actor: cli }, input);
  expect(await db.select().from(users)).toMatchObject([
    { id, email: 'first@admin.test', name: 'First Admin', role: 'requester,admin', createdAt: clock.now() },
  ]);
  expect(await db.select().from(accounts)).toMatchObject([
    { userId: id, accountId: id, providerId: 'credential', password: expect.not.stringContaining('a-long') },
  ]);
  expect(await db.select().from(auditEvents)).toMatchObject([
    {
      verb: 'user.created',
      actorKind: 'system',
      actorId: 'create-admin',
      channel: 'system',
      data: { userId: id, after: { email: 'first@admin.test', roles: ['requester', 'admin'] } },
    },
  ]);
});

it('creates one user when several calls race for the same email', async () => {
  const { db } = await databaseForTest();
  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => createUser({ db, clock, actor: cli }, input)),
  );
  const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const taken = { code: 'conflict', params: { email: 'first@admin.test' } };
  expect(refusals).toMatchObject([taken, taken, taken]);
  expect([await db.$count(users), await db.$count(accounts), await db.$count(auditEvents)]).toEqual([
    1, 1, 1,
  ]);
});

it('is refused to others than administrators, and reports every invalid field', async () => {
  const { db } = await databaseForTest();
  await expect(
    createUser({ db, clock, actor: user(['requester', 'operator']) }, input),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    createUser(
      { db, clock, actor: user(['admin']) },
      { ...input, email: 'no', name: ' ', password: 'short', roles: [] },
    ),
  ).rejects.toMatchObject({
    code: 'invalid',
    issues: [
      { path: 'email' },
      { path: 'name' },
      { path: 'password', message: 'must have at least 12 characters' },
      { path: 'roles' },
    ],
  });
  expect([await db.$count(users), await db.$count(auditEvents)]).toEqual([0, 0]);
});
