import { asc, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditEvents, groups, outbox, runLeases } from '@/db/schema';
import { sweepActor } from '@/lib/people/context';
import { databaseForTest } from '@/tests/support/database';
import { TestClock } from '@/tests/support/desk';
import { audited } from './audit';
import { insert, onlyIf, remove, update, upsert } from './change';
import { commit, commitEach, write } from './commit';
import { notingEvents } from './written';

const group = (id: string, name = id) => ({ id, name, createdAt: new Date(0) });
const named = (name: string) => update(groups, { name }, undefined);
const noGroup = sql`not exists (select 1 from ${groups})`;

async function journal() {
  const { db } = await databaseForTest();
  const writer = { db, actor: sweepActor, channel: 'system' as const, clock: new TestClock() };
  const names = async () => (await db.select().from(groups).orderBy(asc(groups.id))).map(({ name }) => name);
  const verbs = async () => (await db.select().from(auditEvents)).map(({ verb }) => verb);
  return { db, writer, names, verbs };
}

describe('a commit', () => {
  test('writes its event, its changes in order and its debt, then reads', async () => {
    const { db, writer, verbs } = await journal();
    const { won, found } = await commit(writer, {
      when: noGroup,
      event: { verb: 'run.requested', runId: 'run' },
      // The first change makes the guard false; the others must still be written.
      changes: [
        insert(groups, [group('a'), group('b')]),
        named('changed'),
        remove(groups, eq(groups.id, 'b')),
        audited({ verb: 'task.opened' }),
        audited({ verb: 'task.stale' }, sql`0`),
        ...onlyIf(sql`0`, [insert(groups, group('c'))]),
      ],
      owes: { id: 'start:run', kind: 'start', runId: 'run' },
      reads: db.select().from(groups),
    });
    expect({ won, found }).toEqual({ won: true, found: [group('a', 'changed')] });
    expect(await verbs()).toEqual(['run.requested', 'task.opened']);
    const now = writer.clock.now();
    expect(await db.select().from(outbox)).toMatchObject([
      { id: 'start:run', dueAt: now, createdAt: now, state: 'pending' },
    ]);
  });

  test('writes nothing if its guard does not hold', async () => {
    const { db, writer, names, verbs } = await journal();
    await db.insert(groups).values(group('a'));
    const { won } = await commit(writer, {
      when: noGroup,
      event: { verb: 'run.requested', runId: 'run' },
      changes: [
        insert(groups, group('b')),
        upsert(groups, group('a'), [groups.id], { name: 'changed' }),
        named('changed'),
        remove(groups, undefined),
        audited({ verb: 'task.opened' }),
        ...onlyIf(sql`1`, [named('changed')]),
      ],
      owes: { id: 'start:run', kind: 'start', runId: 'run' },
    });
    expect({ won, names: await names(), verbs: await verbs() }).toEqual({
      won: false,
      names: ['a'],
      verbs: [],
    });
    expect(await db.$count(outbox)).toBe(0);
  });

  test('notes only the events that it has written', async () => {
    const { writer } = await journal();
    const written = new Set<string>();
    const event = (verb: 'task.decided' | 'task.expired', when: number) => ({
      when: sql`${when}`,
      event: { verb },
      changes: [audited({ verb: 'link.used' }, sql`0`), insert(groups, group(verb))],
    });
    await notingEvents(written, () => commit(writer, event('task.decided', 1)));
    await notingEvents(written, () => commit(writer, event('task.expired', 0)));
    expect([...written]).toEqual(['task.decided']);
  });

  test('writes an event with a key once', async () => {
    const { writer, verbs } = await journal();
    const told = () => commit(writer, { event: { verb: 'task.stale', key: 'task.stale:one' } });
    expect([(await told()).won, (await told()).won, await verbs()]).toEqual([true, false, ['task.stale']]);
  });
});

test('each of several deeds has its own guard, and shared changes are written if any deed won', async () => {
  const { db, writer, names } = await journal();
  const deed = (id: string, when = sql`1`) => ({
    when,
    event: { verb: 'task.opened' as const },
    changes: [insert(groups, group(id))],
  });
  expect(await commitEach(writer, [])).toEqual([]);
  expect(await commitEach(writer, [deed('a', sql`0`)], [insert(groups, group('any'))])).toEqual([false]);
  expect(await names()).toEqual([]);
  const some = [deed('a', noGroup), deed('b', noGroup), deed('c')];
  expect(await commitEach(writer, some, [insert(groups, group('any'))])).toEqual([true, false, true]);
  expect(await names()).toEqual(['a', 'any', 'c']);
  expect(await db.$count(auditEvents)).toBe(2);
});

test('nothing is written under a lease that has another owner', async () => {
  const { db, writer, names, verbs } = await journal();
  const lease = { runId: 'run', owner: 'me' };
  await db.insert(runLeases).values({ ...lease, token: 1, expiresAt: 0 });
  const deed = {
    under: lease,
    event: { verb: 'run.finished' as const },
    changes: [insert(groups, group('a'))],
  };
  await db.update(runLeases).set({ owner: 'another' });
  await expect(commit(writer, deed)).rejects.toThrow(/constraint/i);
  await expect(write(writer, [insert(groups, group('b'))], lease)).rejects.toThrow(/constraint/i);
  expect([await names(), await verbs()]).toEqual([[], []]);
  await db.update(runLeases).set({ owner: 'me' });
  expect((await commit(writer, deed)).won).toBe(true);
  expect(await write(writer, [insert(groups, group('b')), insert(groups, group('b'))], lease)).toEqual([
    1, 0,
  ]);
});
