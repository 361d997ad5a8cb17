import { sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase, type Database } from '@/db/client';
import { auditEvents, auditSeals } from '@/db/schema';
import { sweepActor, type Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { databaseForTest } from '@/tests/support/database';
import { actor, TestClock } from '@/tests/support/desk';
import { commit } from './commit';
import { sealAudit } from './seal-audit';
import { sealKeys } from './seal-keys';
import { verifyAudit, type Fault } from './verify-audit';

const secret = (letter: string) => letter.repeat(40);
const keysOf = (current: string, ...old: string[]) =>
  sealKeys({ auditSecrets: { current: secret(current), old: old.map(secret) } });
const keys = keysOf('a');

type System = Pick<Context, 'actor' | 'channel' | 'clock' | 'db'>;

/** A log of `events` events, of which the last `unsealed` have no seal. */
async function aLog(events: number, unsealed = 0) {
  vi.spyOn(log, 'info').mockImplementation(() => undefined);
  const { db, url, authToken } = await databaseForTest();
  const clock = new TestClock();
  const system: System = { actor: sweepActor, channel: 'system', clock, db };
  const write = async (from: number, to: number) => {
    for (let n = from; n < to; n++) {
      clock.advance(1000);
      const who: System = n % 2 === 0 ? system : { ...system, actor: actor('manager'), channel: 'web' };
      await commit(who, {
        event: {
          verb: 'task.decided',
          runId: `run-${n % 3}`,
          taskId: `task-${n}`,
          key: `event:${n}`,
          data: { n, text: 'Gruß, “Ana”' },
        },
      });
    }
  };
  await write(0, events - unsealed);
  await sealAudit(system, keys);
  await write(events - unsealed, events);
  return { db, url, authToken, system, clock, write };
}

/** An attacker with write access can drop the triggers that protect the tables. */
async function dropTriggers(db: Database): Promise<void> {
  for (const table of ['audit_events', 'audit_seals'])
    for (const what of ['append', 'update', 'delete']) await db.run(sql.raw(`drop trigger ${table}_${what}`));
}

const kinds = (faults: Fault[]) => faults.map(({ seq, kind }) => `${seq} ${kind}`);

describe('the audit log', () => {
  test.each([
    ['update audit_events set actor_name = ? where seq = 2', 'never changed'],
    ['delete from audit_events where actor_name = ? or 1', 'never shortened'],
    [
      "insert into audit_events (seq, verb, actor_kind, actor_id, actor_name, channel, at) values (2, 'v', 'system', 's', ?, 'web', 1)",
      'only grows at its end',
    ],
    [
      "insert or replace into audit_events (seq, verb, actor_kind, actor_id, actor_name, channel, at) values (5, 'v', 'system', 's', ?, 'web', 1)",
      'only grows at its end',
    ],
    ['update audit_seals set hash = ?', 'never changed'],
    ['delete from audit_seals where hash = ? or 1', 'never shortened'],
    ['insert or replace into audit_seals (seq, hash, sealed_at) values (5, ?, 1)', 'only grows at its end'],
  ])('refuses %s', async (statement, why) => {
    const { db } = await aLog(5);
    await expect(db.$client.execute({ sql: statement, args: ['Eve'] })).rejects.toThrow(why);
    expect(await verifyAudit(db, keys)).toMatchObject({ intact: 5, faultCount: 0 });
  });
});

describe('sealAudit', () => {
  test('seals the unsealed events, and logs the head of the chain', async () => {
    const { db, system, write } = await aLog(3, 1);
    expect(await verifyAudit(db, keys)).toMatchObject({
      intact: 2,
      head: { seq: 2 },
      unsealed: { events: 1, since: expect.any(String) },
      faults: [],
    });
    expect(await sealAudit(system, keys)).toBe(1);
    expect(await sealAudit(system, keys)).toBe(0);
    await write(3, 5);
    expect(await sealAudit(system, keys)).toBe(2);
    const report = await verifyAudit(db, keys);
    expect(report).toMatchObject({
      intact: 5,
      head: { seq: 5 },
      unsealed: { events: 0, since: null },
      faults: [],
    });
    expect(log.info).toHaveBeenLastCalledWith('audit sealed', {
      events: 2,
      anchor: `5:${report.head!.hash}`,
    });
    await expect(sealAudit({ ...system, actor: actor('admin') }, keys)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('concurrent calls seal each event once, in one chain, while events are written', async () => {
    const { url, authToken, system, write } = await aLog(1);
    const others = Array.from({ length: 6 }, () => openDatabase({ url, authToken }));
    onTestFinished(() => others.forEach((db) => db.$client.close()));
    const sealing = others.map(async (db) => {
      let sealed = 0;
      for (let round = 0; round < 5; round++) sealed += await sealAudit({ ...system, db }, keys);
      return sealed;
    });
    const [counts] = await Promise.all([Promise.all(sealing), write(1, 40)]);
    const rest = await sealAudit(system, keys);
    expect(counts.reduce((sum, count) => sum + count, rest)).toBe(39);
    expect(await verifyAudit(system.db, keys)).toMatchObject({
      intact: 40,
      unsealed: { events: 0 },
      faults: [],
    });
  });

  test('seals across gaps that repeated events left in the numbers, and in several batches', async () => {
    const { db, system } = await aLog(2);
    await commit(system, { event: { verb: 'task.decided', key: 'event:1' } });
    await db.run(sql`with recursive n(value) as (select 1 union all select value + 1 from n where value < 5200)
      insert into audit_events (verb, actor_kind, actor_id, actor_name, channel, at) select 'run.started', 'system', 's', 'S', 'system', value from n`);
    expect([await sealAudit(system, keys), await sealAudit(system, keys)]).toEqual([5000, 200]);
    const report = await verifyAudit(db, keys);
    expect(report).toMatchObject({ intact: 5202, faults: [] });
    expect(report.head!.seq).toBeGreaterThan(5202);
  });
});

describe('verifyAudit', () => {
  test.each([
    ['key', "'other'"],
    ['verb', "'run.started'"],
    ['actor_kind', "'user'"],
    ['actor_id', "'usr_eve'"],
    ['actor_name', "'Eve'"],
    ['channel', "'api'"],
    ['run_id', 'null'],
    ['task_id', "'task-9'"],
    ['data', '\'{"n":2, "text":"Gruß, “Ana”"}\''],
    ['data', "'no json'"],
    ['data', "x'00'"],
    ['at', 'at + 1'],
    ['at', '9223372036854775807'],
  ])('finds that %s was changed to %s', async (column, value) => {
    const { db } = await aLog(5);
    await dropTriggers(db);
    await db.run(sql.raw(`update audit_events set ${column} = ${value} where seq = 3`));
    const report = await verifyAudit(db, keys);
    expect(report).toMatchObject({
      intact: 4,
      faultCount: 1,
      faults: [{ seq: 3, kind: 'changed', after: 2 }],
    });
  });

  const copy = (seq: string) =>
    `insert into audit_events (seq, verb, actor_kind, actor_id, actor_name, channel, at) select ${seq}, verb, actor_kind, actor_id, actor_name, channel, at from audit_events where seq = 2`;
  test.each<[string, string[], string[]]>([
    ['a row removed in the middle', ['delete from audit_events where seq = 3'], ['3 removed']],
    ['the first row removed', ['delete from audit_events where seq = 1'], ['1 removed']],
    ['the last row removed', ['delete from audit_events where seq = 5'], ['5 removed']],
    [
      'a row removed together with its seal',
      ['delete from audit_events where seq = 3', 'delete from audit_seals where seq = 3'],
      ['4 changed'],
    ],
    ['a row in place of a removed one', ['delete from audit_events where seq = 3', copy('3')], ['3 changed']],
    ['a row inserted before the first', [copy('0')], ['0 inserted']],
    ['a row moved to another number', ['update audit_events set seq = 100 where seq = 3'], ['3 removed']],
    [
      'two rows swapped',
      [
        'update audit_events set seq = -1 where seq = 2',
        'update audit_events set seq = 2 where seq = 4',
        'update audit_events set seq = 4 where seq = -1',
      ],
      ['2 changed', '4 changed'],
    ],
    [
      'a changed seal',
      ["update audit_seals set hash = substr(hash, 1, 20) || 'x' || substr(hash, 22) where seq = 3"],
      ['3 seal_changed'],
    ],
    [
      'a changed seal at the end',
      ["update audit_seals set hash = substr(hash, 1, 20) || '-' || substr(hash, 22) where seq = 5"],
      ['5 changed'],
    ],
    [
      'another time in a seal',
      ['update audit_seals set sealed_at = sealed_at + 1 where seq = 3'],
      ['3 changed'],
    ],
    ['a removed seal', ['delete from audit_seals where seq = 3'], ['3 seal_removed']],
    [
      'a seal that is none',
      ["update audit_seals set hash = 'x' where seq = 2"],
      ['2 key_unknown', '3 changed'],
    ],
    [
      'seals of two rows swapped',
      [
        'update audit_seals set seq = -1 where seq = 2',
        'update audit_seals set seq = 2 where seq = 3',
        'update audit_seals set seq = 3 where seq = -1',
      ],
      ['2 changed', '3 changed', '4 changed'],
    ],
  ])('finds %s', async (_, statements, expected) => {
    const { db } = await aLog(5);
    await dropTriggers(db);
    for (const statement of statements) await db.run(sql.raw(statement));
    expect(kinds((await verifyAudit(db, keys)).faults)).toEqual(expected);
  });

  test('finds a row inserted in a gap among sealed ones', async () => {
    const { db, system, write } = await aLog(2);
    await commit(system, { event: { verb: 'task.decided', key: 'event:1' } });
    await write(2, 4);
    await sealAudit(system, keys);
    const numbers = (await db.select({ seq: auditEvents.seq }).from(auditEvents)).map(({ seq }) => seq);
    expect(numbers).not.toContain(3);
    await dropTriggers(db);
    await db.run(sql.raw(copy('3')));
    expect(kinds((await verifyAudit(db, keys)).faults)).toEqual(['3 inserted']);
  });

  test('an anchor shows that the last rows were removed with their seals, or that everything was resealed', async () => {
    const { db, system } = await aLog(5);
    const { head } = await verifyAudit(db, keys);
    const anchors = [{ seq: head!.seq, hash: head!.hash }];
    expect(await verifyAudit(db, keys, anchors)).toMatchObject({ faultCount: 0 });
    await dropTriggers(db);
    await db.run(sql`delete from audit_seals where seq > 3`);
    await db.run(sql`delete from audit_events where seq > 3`);
    expect(await verifyAudit(db, keys)).toMatchObject({ faultCount: 0 });
    expect(kinds((await verifyAudit(db, keys, anchors)).faults)).toEqual(['5 anchor']);
    await db.run(sql`delete from audit_seals`);
    await sealAudit(system, keys);
    expect(await verifyAudit(db, keys)).toMatchObject({ intact: 3, faultCount: 0 });
    expect((await verifyAudit(db, keys, anchors)).faultCount).toBe(1);
  });

  test('finds a chain that was resealed with another secret', async () => {
    const { db, system } = await aLog(5);
    await dropTriggers(db);
    await db.run(sql`update audit_events set actor_name = 'Eve' where seq = 2`);
    await db.run(sql`delete from audit_seals`);
    await sealAudit(system, keysOf('e'));
    expect((await verifyAudit(db, keys)).faults[0]).toMatchObject({ seq: 1, kind: 'key_unknown' });
  });

  test('accepts seals of an old secret as long as that secret is configured', async () => {
    const { db, system, write } = await aLog(3);
    await write(3, 5);
    await sealAudit(system, keysOf('b'));
    expect(await verifyAudit(db, keysOf('b', 'a'))).toMatchObject({ intact: 5, faultCount: 0 });
    expect(kinds((await verifyAudit(db, keysOf('b'))).faults)).toEqual([
      '1 key_unknown',
      '2 key_unknown',
      '3 key_unknown',
    ]);
  });

  test('finds any single change to a sealed row, and reports nothing when nothing changed', async () => {
    const { db } = await aLog(12);
    await dropTriggers(db);
    const [events, seals] = await db.batch([db.select().from(auditEvents), db.select().from(auditSeals)]);
    const restore = () =>
      db.batch([
        db.delete(auditEvents),
        db.delete(auditSeals),
        db.insert(auditEvents).values(events),
        db.insert(auditSeals).values(seals),
      ]);
    const seq = fc.integer({ min: 1, max: 12 });
    const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'));
    const column = fc.constantFrom(
      'key',
      'verb',
      'actor_kind',
      'actor_id',
      'actor_name',
      'channel',
      'run_id',
      'task_id',
      'data',
    );
    const attack = fc.oneof(
      fc.record({
        sql: column.map((name) => `update audit_events set ${name} = ? where seq = ?`),
        args: fc.tuple(text, seq),
      }),
      fc.record({
        sql: fc.constant('update audit_events set at = at + ? where seq = ?'),
        args: fc.tuple(fc.integer({ min: 1, max: 2 ** 40 }), seq),
      }),
      fc.record({
        sql: fc.constant('update audit_seals set sealed_at = sealed_at - ? where seq = ?'),
        args: fc.tuple(fc.integer({ min: 1, max: 2 ** 40 }), seq),
      }),
      fc.record({
        sql: fc.constant('update audit_seals set hash = ? where seq = ?'),
        args: fc.tuple(text, seq),
      }),
      fc.record({
        sql: fc.constantFrom(
          'delete from audit_events where seq = ?',
          'delete from audit_seals where seq = ?',
        ),
        args: fc.tuple(seq),
      }),
      fc.record({ sql: fc.constant(copy('?')), args: fc.tuple(fc.integer({ min: -5, max: 0 })) }),
    );
    const rows = async () =>
      JSON.stringify(
        await db.batch([
          db
            .select({
              all: sql`json_array(seq, key, verb, actor_kind, actor_id, actor_name, channel, run_id, task_id, data, at)`,
            })
            .from(auditEvents),
          db.select().from(auditSeals),
        ]),
      );
    const before = await rows();
    let done = 0;
    await fc.assert(
      fc.asyncProperty(attack, async ({ sql: statement, args }) => {
        await db.$client.execute({ sql: statement, args });
        const { faultCount, unsealed } = await verifyAudit(db, keys);
        const differs = (await rows()) !== before;
        await restore();
        if (differs) done += 1;
        // Removing the last seal turns its event into an unsealed one, which is not a fault.
        expect(faultCount + unsealed.events > 0).toBe(differs);
      }),
      { numRuns: 200 },
    );
    expect(done).toBeGreaterThan(100);
    expect(await verifyAudit(db, keys)).toMatchObject({ intact: 12, faultCount: 0 });
  });
});
