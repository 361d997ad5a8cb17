import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { databaseForTest } from '@/tests/support/database';
import { isBusy } from './busy';
import { causesOf } from './causes';
import { openClient } from './client';
import { insertWhere, orUpdate } from './guarded';
import { auditEvents, groups } from './schema';

const group = (id: string, name = id) => ({ id, name, createdAt: new Date(0) });
/** The code for a broken constraint; a file reports more detail than a server, in another property. */
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) =>
      causesOf(error).some(({ code }) => code === 'SQLITE_CONSTRAINT') ? 'SQLITE_CONSTRAINT' : String(error),
  );
const [yes, no] = [sql`1`, sql`0`];

test('a guarded insert writes if its guard holds, and leaves existing rows alone', async () => {
  const { db } = await databaseForTest();
  expect(
    (
      await db.batch([
        insertWhere(db, groups, group('a'), yes),
        insertWhere(db, groups, group('b'), no),
        insertWhere(db, groups, [group('a', 'another'), group('c')], yes),
        insertWhere(db, groups, group('c'), yes, orUpdate(groups, [groups.id], { name: 'changed' })),
      ])
    ).map(({ rowsAffected }) => rowsAffected),
  ).toEqual([1, 0, 1, 1]);
  expect(await db.select().from(groups)).toEqual([group('a'), group('c', 'changed')]);
});

test('the guard is evaluated when the statement runs: one of twenty gets the only place', async () => {
  const { db, url, authToken } = await databaseForTest();
  const others = Array.from({ length: 4 }, () => openClient({ url, authToken }));
  onTestFinished(() => others.forEach((client) => client.close()));
  const want =
    "insert into groups (id, name, created_at) select ?, 'g', 0 where not exists (select 1 from groups)";
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) => others[index % 4]!.batch([{ sql: want, args: [`g${index}`] }])),
  );
  expect(results.map(([result]) => result?.rowsAffected).toSorted()).toEqual([
    ...Array.from({ length: 19 }, () => 0),
    1,
  ]);
  expect(await db.$count(groups)).toBe(1);
});

test('a batch is written completely or not at all', async () => {
  const { db } = await databaseForTest();
  const failing = db.batch([
    db.insert(groups).values(group('a')),
    db.update(groups).set({ name: 'changed' }),
    db.insert(groups).values({ ...group('b'), name: sql`null` }),
  ]);
  expect(await codeOf(failing)).toBe('SQLITE_CONSTRAINT');
  expect(await db.$count(groups)).toBe(0);
});

test('a broken constraint has one error code, and rolls back its batch', async () => {
  const { db } = await databaseForTest();
  await db.insert(groups).values(group('a'));
  expect(
    await codeOf(db.batch([db.insert(groups).values(group('b')), db.insert(groups).values(group('a'))])),
  ).toBe('SQLITE_CONSTRAINT');
  expect(
    await codeOf(
      db.batch([
        db.insert(groups).values(group('b')),
        db.insert(groups).values({ ...group('c'), name: sql`null` }),
      ]),
    ),
  ).toBe('SQLITE_CONSTRAINT');
  expect(await db.select().from(groups)).toEqual([group('a')]);
});

test('the audit log only grows', async () => {
  const { db } = await databaseForTest();
  const event = {
    verb: 'run.started',
    actorKind: 'system',
    actorId: 's',
    actorName: 'S',
    channel: 'system',
    at: new Date(0),
  } as const;
  await db.insert(auditEvents).values([event, event]);
  const refused = (work: PromiseLike<unknown>) =>
    Promise.resolve(work).then(
      () => 'done',
      (error: unknown) => causesOf(error).at(-1)?.message,
    );
  expect(await refused(db.update(auditEvents).set({ actorName: 'another' }))).toContain(
    'the audit log is never changed',
  );
  expect(await refused(db.delete(auditEvents))).toContain('the audit log is never shortened');
  expect(await refused(db.insert(auditEvents).values({ ...event, seq: 1 }))).not.toBe('done');
  expect(await db.select().from(auditEvents)).toMatchObject([event, event]);
});

test('of two concurrent writes, one over several round trips, one succeeds and the other gets an error', async () => {
  const { db, url, authToken } = await databaseForTest();
  const [slow, quick] = [openClient({ url, authToken }), openClient({ url, authToken, timeout: 20 })];
  onTestFinished(() => (slow.close(), quick.close()));
  const insert = (id: string) => ({
    sql: "insert into groups (id, name, created_at) values (?, 'g', 0)",
    args: [id],
  });
  const transaction = await slow.transaction('write');
  await transaction.execute(insert('slow'));
  // A file reports busy; a server lets nobody hold it for longer than 5 s.
  const second = await quick.batch([insert('quick')]).then(
    () => undefined,
    (error: unknown) => error,
  );
  const first = await transaction.commit().then(
    () => undefined,
    (error: unknown) => error,
  );
  const written = await db.select({ id: groups.id }).from(groups);
  const onServer = { written: [{ id: 'quick' }], busy: false, first: 'TRANSACTION_TIMEOUT' };
  const inFile = { written: [{ id: 'slow' }], busy: true, first: undefined };
  expect({ written, busy: isBusy(second), first: causesOf(first)[0]?.code }).toEqual(
    authToken === undefined ? inFile : onServer,
  );
});
