import type { TaskRow } from '@/db/schema';
import { and, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openClient } from '@/db/client';
import * as schema from '@/db/schema';
import { auditEvents, decisions, ledgerEntries, outbox, runs } from '@/db/schema';
import { SlowLink } from '@/tests/support/slow-link';
import { createApiKey } from '@/lib/accounts/keys/create-api-key';
import { createAuth } from '@/lib/accounts/sign-in/auth';
import { problem } from '@/lib/api/http/problem';
import { readCaller } from '@/lib/api/http/read-caller';
import { log } from '@/lib/base/log';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getInbox } from '@/lib/desk/inbox/get-inbox';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { actor, deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { sqld } from './places';

/** A desk on a libSQL server, over a link that can lose requests or responses. */
async function deskBehindLink() {
  const { url, authToken } = await sqld();
  const link = await SlowLink.to(url);
  onTestFinished(link.stop);
  return { link, desk: await deskForTest(undefined, { database: { url: link.url, authToken } }) };
}

async function waiting(desk: TestDesk): Promise<TaskRow> {
  const [task] = await desk.openTasks(await desk.request('expense-report', expense()));
  return task!;
}

const decide = (desk: TestDesk, task: TaskRow) =>
  decideTask(desk.as('manager'), task.id, {
    outcome: 'approve',
    resumeData: {},
    payloadDigest: task.payloadDigest,
  });

/** What the database has about a task. */
async function recorded({ db }: TestDesk, { id, runId }: TaskRow) {
  const [answers, debts, told, effects] = await db.batch([
    db.select().from(decisions).where(eq(decisions.taskId, id)),
    db
      .select()
      .from(outbox)
      .where(eq(outbox.id, `resume:${id}`)),
    db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.taskId, id), eq(auditEvents.verb, 'task.decided'))),
    db.select().from(ledgerEntries).where(eq(ledgerEntries.runId, runId)),
  ]);
  return {
    answers: answers.length,
    debts: debts.length,
    told: told.length,
    effects: effects.map(({ attempts }) => attempts),
  };
}

/** Expects the API to answer this error with 503 and Retry-After. */
async function expectUnavailable(work: Promise<unknown>): Promise<void> {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const answer = problem(
    await work.then(
      () => 'no error',
      (error: unknown) => error,
    ),
    'request-1',
  );
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toMatchObject({ code: 'unavailable' });
}

test('a decision written but whose response is lost gives 503 with Retry-After; sent again it is the same success, once', async () => {
  const { link, desk } = await deskBehindLink();
  const task = await waiting(desk);
  link.lose('answer', 'insert into "decisions"');
  await expectUnavailable(decide(desk, task));
  const first = await recorded(desk, task);
  expect(first).toEqual({ answers: 1, debts: 1, told: 1, effects: [] });
  expect(await decide(desk, task)).toMatchObject({ repeated: true });
  expect(await recorded(desk, task)).toEqual(first);
  await desk.drain(task.runId);
  expect(await recorded(desk, task)).toEqual({ ...first, effects: [1] });
});

test('a decision that never arrived writes nothing; sent again it counts', async () => {
  const { link, desk } = await deskBehindLink();
  const task = await waiting(desk);
  link.lose('request', 'insert into "decisions"');
  await expectUnavailable(decide(desk, task));
  expect(await recorded(desk, task)).toMatchObject({ answers: 0, debts: 0, told: 0 });
  expect(await decide(desk, task)).toMatchObject({ repeated: false });
  expect(await recorded(desk, task)).toMatchObject({ answers: 1, debts: 1, told: 1 });
});

test('a request whose response is lost, sent again with its Idempotency-Key, is the same request', async () => {
  const { link, desk } = await deskBehindLink();
  const send = () =>
    startRun(desk.as('requester'), { workflowId: 'expense-report', input: expense() }, 'lost-once');
  link.lose('answer', 'insert into "runs"');
  await expectUnavailable(send());
  expect(await send()).toMatchObject({ repeated: true });
  expect(await desk.db.$count(runs)).toBe(1);
});

test.each(['request', 'answer'] as const)(
  'a read whose %s got lost is sent again, and nobody notices; an inbox is one round trip',
  async (loss) => {
    const { link, desk } = await deskBehindLink();
    const task = await waiting(desk);
    const inbox = () =>
      getInbox({ ...desk.as('manager'), actor: actor('manager') }, parseTaskQuery({}), { taskId: null });
    const before = link.trips.length;
    const found = await inbox();
    expect(found.panel?.task.taskId).toBe(task.id);
    expect(link.trips.length - before).toBe(1);
    link.lose(loss, 'task_candidates');
    expect(await inbox()).toEqual(found);
    expect(link.trips.length - before).toBe(3);
  },
);

test.each(['request', 'answer'] as const)(
  'so is the reading of who sends a request, whose %s got lost: it is counted once more at worst',
  async (loss) => {
    const { link, desk } = await deskBehindLink();
    const { key } = await createApiKey(desk.as('manager'), { name: 'Robot', scopes: ['runs:read'] });
    const auth = createAuth({
      db: desk.db,
      settings: { appUrl: 'http://localhost', authSecret: 'x'.repeat(32) },
      clock: desk.clock,
    });
    link.lose(loss, 'insert into "rate_limits"');
    const caller = await readCaller(
      auth,
      new Request('http://localhost/api/runs', { headers: { authorization: `Bearer ${key}` } }),
      { apiLimits: { reads: 5, writes: 5 }, trustedProxies: 1 },
    );
    expect(caller).toMatchObject({
      actor: { kind: 'apiKey' },
      spent: { remaining: loss === 'answer' ? 3 : 4 },
    });
  },
);

test('a server that hangs is waited for once, also when a request is sent', async () => {
  const { url, authToken } = await sqld();
  const link = await SlowLink.to(url);
  onTestFinished(link.stop);
  const client = openClient({ url: link.url, authToken, answerMs: 300 });
  onTestFinished(() => client.close());
  const auth = createAuth({
    db: drizzle(client, { schema }),
    settings: { appUrl: 'http://localhost', authSecret: 'x'.repeat(32) },
    clock: { now: () => new Date() },
  });
  link.delayMs = 800;
  await expectUnavailable(
    readCaller(
      auth,
      new Request('http://localhost/api/runs', { headers: { authorization: `Bearer cs_${'x'.repeat(43)}` } }),
      { apiLimits: { reads: 5, writes: 5 }, trustedProxies: 1 },
    ),
  );
  await link.quiet();
  expect(link.trips).toHaveLength(1);
});
