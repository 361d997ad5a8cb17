import { eq, sql } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { deliveries } from '@/db/schema';
import { write } from '@/lib/journal/commit';
import { log } from '@/lib/base/log';
import { passInDatabase } from '@/tests/support/database-time';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { watched } from '@/tests/support/watched';
import { messageBackOff } from './back-off';
import { claimNext, dueAgain, release, type Queue } from './queue';
import { sendDue, type Attempt } from './send-due';

type Table = typeof deliveries;

const queue: Queue<Table> = {
  table: deliveries,
  key: ['id'],
  first: deliveries.id,
  owed: sql`${deliveries.state} = 'pending'`,
  gathers: sql`${deliveries.kind} = 'more'`,
  claimMs: 60_000,
  backOff: messageBackOff,
};
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

async function owing(...rows: Partial<typeof deliveries.$inferInsert>[]) {
  const desk = await deskForTest();
  const now = desk.clock.now();
  await desk.db.insert(deliveries).values(
    rows.map((row, index) => ({
      id: `message-${index}`,
      notificationId: 'n',
      kind: 'task' as const,
      userId: 'somebody',
      channel: 'mail' as const,
      dueAt: now,
      createdAt: now,
      ...row,
    })),
  );
  return desk;
}

const claim = ({ db, clock }: TestDesk) => claimNext(db, queue, clock.now());
const rows = ({ db }: TestDesk) => db.select().from(deliveries).orderBy(deliveries.id);
const sent = (): Attempt<Table> => ({ came: 'sent', values: { state: 'sent', note: null } });

describe('a row', () => {
  test('is claimed by one of many concurrent callers', async () => {
    const desk = await owing({}, {});
    const taken = await Promise.all(Array.from({ length: 6 }, () => claim(desk)));
    expect(taken.flatMap((row) => row?.id ?? []).toSorted()).toEqual(['message-0', 'message-1']);
  });

  test('is free again when its claim expires by the database’s clock, whatever the processes’ clocks say', async () => {
    const desk = await owing({});
    await claim(desk);
    desk.clock.advance(day);
    expect(await claim(desk)).toBeNull();
    await passInDatabase(desk.db, 2 * minute);
    expect(await claim(desk)).toMatchObject({ id: 'message-0', attempts: 2 });
  });

  test('is settled only by its current claimant', async () => {
    const desk = await owing({});
    const late = (await claim(desk))!;
    await passInDatabase(desk.db, 2 * minute);
    const now = (await claim(desk))!;
    await write(desk.as('system'), [release(queue, late, { state: 'skipped' })]);
    expect(await rows(desk)).toMatchObject([{ state: 'pending', claim: now.claim }]);
    await write(desk.as('system'), [release(queue, now, { state: 'sent' })]);
    expect(await rows(desk)).toMatchObject([{ state: 'sent', claim: null, claimedUntil: 0 }]);
  });

  test('that was never tried is due by any clock; one that collects or failed waits for its time', async () => {
    const desk = await owing({}, { kind: 'more' }, { attempts: 1 }, { attempts: 1 });
    const at = (ms: number) => ({ dueAt: new Date(desk.clock.now().getTime() + ms) });
    const put = (id: string, ms: number) =>
      desk.db.update(deliveries).set(at(ms)).where(eq(deliveries.id, id));
    await put('message-0', hour / 2);
    await put('message-1', hour / 2);
    await put('message-2', hour / 2);
    // No wait is that long, so a wrong clock wrote it.
    await put('message-3', day);
    const due = [await claim(desk), await claim(desk), await claim(desk)];
    expect(due.map((row) => row?.id)).toEqual(['message-0', 'message-3', undefined]);
    desk.clock.advance(hour / 2);
    expect([await claim(desk), await claim(desk)].map((row) => row?.id)).toEqual(['message-1', 'message-2']);
  });

  test('that was given up gets all its tries again', async () => {
    const desk = await owing({ attempts: 20, state: 'stuck' });
    await desk.db.update(deliveries).set({ ...dueAgain(desk.clock.now()), state: 'pending' });
    expect(await claim(desk)).toMatchObject({ attempts: 1 });
  });
});

describe('due rows are sent', () => {
  const sending = (attempt: () => Promise<Attempt<Table>>) => ({
    queue,
    attempt,
    giveUp: () => ({ values: { state: 'stuck' as const } }),
    name: 'a message',
    about: ({ id }: { id: string }) => ({ id }),
  });
  const failing =
    (fault: { permanent?: boolean }, came: 'failed' | 'away' = 'failed') =>
    async () => ({
      came,
      values: { note: 'no' },
      fault,
      error: new Error('no'),
    });

  test('until none is due, or the other side is away', async () => {
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const desk = await owing({}, {}, {});
    const over = ({ away }: { away: boolean }) => away;
    expect(await sendDue(desk, sending(failing({}, 'away')), over)).toMatchObject({ failed: 1, away: true });
    expect(
      await sendDue(
        desk,
        sending(async () => sent()),
        over,
      ),
    ).toMatchObject({ sent: 2, failed: 0 });
    desk.clock.advance(minute);
    expect(
      await sendDue(
        desk,
        sending(async () => sent()),
        over,
      ),
    ).toMatchObject({ sent: 1 });
  });

  test('and given up after a permanent failure', async () => {
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const desk = await owing({});
    await sendDue(desk, sending(failing({ permanent: true })), () => false);
    expect(await rows(desk)).toMatchObject([{ state: 'stuck', note: 'no', attempts: 1, claim: null }]);
  });

  test('and settled by one process when another claims the row before it is settled', async () => {
    const desk = await owing({});
    const slow = watched(desk.db, async (nth) => {
      if (nth !== 1) return;
      await passInDatabase(desk.db, 2 * minute);
      await claim(desk);
    });
    await sendDue(
      { ...desk, db: slow },
      sending(async () => sent()),
      () => false,
    );
    expect(await rows(desk)).toMatchObject([{ state: 'pending', attempts: 2, claim: expect.any(String) }]);
  });
});
