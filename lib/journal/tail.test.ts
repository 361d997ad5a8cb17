import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { notificationCursor, signals } from '@/db/schema';
import { sweepActor } from '@/lib/people/context';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { watched } from '@/tests/support/watched';
import { insert } from './change';
import { commit } from './commit';
import { cursorOf, follow, readOn } from './tail';

/** A consumer that stores each event as a signal with a random id, so an event taken twice would show. */
function reader(desk: TestDesk, db = desk.db) {
  const cursor = cursorOf('a-reader');
  const consumer = { cursor, verbs: ['signal.expired' as const], atOnce: 2 };
  const look = () =>
    follow({ db, clock: desk.clock }, consumer, (events) =>
      events.map(({ event }) =>
        insert(signals, {
          id: crypto.randomUUID(),
          name: event.verb,
          key: String((event.data as { nth: number }).nth),
          data: null,
          actorKind: 'system',
          actorId: 'system',
          actorName: 'System',
          channel: 'system',
          createdAt: event.at,
        }),
      ),
    );
  return { consumer, look };
}

async function logOf(count: number) {
  const desk = await deskForTest();
  const by = { ...desk.as('system'), actor: sweepActor };
  await desk.db.insert(notificationCursor).values({ id: 'a-reader', seq: 0 });
  for (let nth = 0; nth < count; nth++)
    await commit(by, { event: { verb: 'signal.expired', data: { nth } } });
  const taken = async () => (await desk.db.select().from(signals)).map(({ key }) => key).toSorted();
  return { desk, by, taken };
}

test('a consumer gets each event once, in pages, and its cursor ends at the head of the log', async () => {
  const { desk, taken } = await logOf(5);
  const { look, consumer } = reader(desk);
  expect([await look(), await look(), await look()]).toEqual([true, true, false]);
  expect(await taken()).toEqual(['0', '1', '2', '3', '4']);
  const { from, upTo, events } = await readOn(desk.db, consumer);
  expect({ at: from, events }).toEqual({ at: upTo, events: [] });
});

test('when two processes read the same events, one takes them and the other looks again', async () => {
  const { desk, by, taken } = await logOf(1);
  const rival = reader(desk);
  const late = watched(desk.db, async (nth) => {
    if (nth !== 1) return;
    await rival.look();
    await commit(by, { event: { verb: 'signal.expired', data: { nth: 1 } } });
  });
  const { look } = reader(desk, late);
  expect(await look()).toBe(true);
  expect(await taken()).toEqual(['0']);
  expect(await look()).toBe(false);
  expect(await taken()).toEqual(['0', '1']);
});

test('looking writes nothing while no event matches', async () => {
  const { desk, by } = await logOf(0);
  await commit(by, { event: { verb: 'audit.exported' } });
  expect(await reader(desk).look()).toBe(false);
  const [row] = await desk.db.select().from(notificationCursor).where(eq(notificationCursor.id, 'a-reader'));
  expect(row).toMatchObject({ seq: 0 });
});
