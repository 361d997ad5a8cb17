import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { databaseForTest } from '@/tests/support/database';
import { openDatabase, type Database } from './client';
import { accounts, groupMembers, groups, users } from './schema/auth';
import { seedDemo } from './seed';

const counts = async (db: Database) => [
  await db.$count(users),
  await db.$count(accounts),
  await db.$count(groups),
  await db.$count(groupMembers),
];

it('creates eight people in two groups, and nothing the second time', async () => {
  const { db } = await databaseForTest();
  expect(await seedDemo(db)).toBe(8);
  expect(await counts(db)).toEqual([8, 8, 2, 4]);
  const [manager] = await db.select().from(users).where(eq(users.email, 'manager@demo.test'));
  expect(manager).toMatchObject({ name: 'Miriam Okafor', role: 'requester,approver', banned: false });
  expect(await seedDemo(db)).toBe(0);
  expect(await counts(db)).toEqual([8, 8, 2, 4]);
});

it('creates them once when two processes start together', async () => {
  const { db, url } = await databaseForTest();
  const other = openDatabase({ url });
  await Promise.all([seedDemo(db), seedDemo(other), seedDemo(db)]);
  other.$client.close();
  expect(await counts(db)).toEqual([8, 8, 2, 4]);
});

it('restores a removed person, and keeps changes to the others', async () => {
  const { db } = await databaseForTest();
  await seedDemo(db);
  await db.delete(users).where(eq(users.email, 'requester2@demo.test'));
  await db.delete(groupMembers).where(eq(groupMembers.userId, 'usr_demo_manager2'));
  await db.update(users).set({ banned: true }).where(eq(users.email, 'admin@demo.test'));
  expect(await seedDemo(db)).toBe(1);
  expect(await counts(db)).toEqual([8, 8, 2, 3]);
  expect(await db.select({ email: users.email }).from(users).where(eq(users.banned, true))).toEqual([
    { email: 'admin@demo.test' },
  ]);
});
