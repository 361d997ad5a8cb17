import { getEventListeners } from 'node:events';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { outbox, runs } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import { deskForTest, expense } from '@/tests/support/desk';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { drainRun, maxAttempts } from '@/lib/work/outbox/drain-run';
import { getRun } from '@/lib/desk/runs/get-run';
import { runTexts } from '@/lib/base/texts/runs';
import { requireFollower, runEventStream } from './run-event-stream';

/** Reads a stream frame by frame; `null` at its end. */
function reader(stream: ReadableStream<Uint8Array>) {
  const frames = stream.getReader();
  return async () => {
    const { value, done } = await frames.read();
    return done ? null : new TextDecoder().decode(value);
  };
}

test('sends the end after all outstanding work of an ended run, such as a late answer', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  const now = new Date();
  await desk.db.batch([
    desk.db.update(runs).set({ status: 'canceled' }).where(eq(runs.id, runId)),
    desk.db
      .insert(outbox)
      .values({ id: 'resume:late', kind: 'resume', runId, taskId: task!.id, dueAt: now, createdAt: now }),
  ]);
  const leaving = new AbortController();
  const next = reader(runEventStream(desk.as('requester'), runId, 0, leaving.signal));
  const seen: string[] = [];
  while (!seen.at(-1)?.includes('task.opened')) seen.push((await next()) ?? '');
  const following = next();
  await commit(desk.as('system'), {
    event: { verb: 'decision.not_applied', runId, taskId: task!.id },
    changes: [update(outbox, { state: 'done' }, eq(outbox.id, 'resume:late'))],
  });
  expect(await following).toContain('decision.not_applied');
  expect(await next()).toBe('event: end\ndata: {}\n\n');
  expect(await next()).toBeNull();
});

test('ends at once when the reader leaves, and its pauses leave no listener behind', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const leaving = new AbortController();
  const next = reader(runEventStream(desk.as('requester'), runId, Number.MAX_SAFE_INTEGER, leaving.signal));
  expect(await next()).toBe('retry: 2000\n\n');
  const waiting = next();
  expect(getEventListeners(leaving.signal, 'abort').length).toBeLessThanOrEqual(1);
  leaving.abort();
  expect(await waiting).toBeNull();
});

test('shows a store’s error text to operators only; requesters get a sentence and the id', async () => {
  const secret =
    'password authentication failed for user "desk_rw" at 10.0.3.7:5432 (iban ES9121000418450200051332)';
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense(120));
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as('manager'), task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest });
  const engine = { ...desk.engine, resume: () => Promise.reject(new Error(secret)) };
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    await drainRun({ ...desk.as('system'), engine }, runId);
    desk.clock.advance(300_000);
  }
  await desk.db
    .update(runs)
    .set({ status: 'failed', error: { message: secret, step: 'payment' } })
    .where(eq(runs.id, runId));
  const told = async (role: 'requester' | 'manager' | 'operator') => {
    const leaving = new AbortController();
    await requireFollower(desk.as(role), runId);
    const next = reader(runEventStream(desk.as(role), runId, 0, leaving.signal));
    const seen: string[] = [];
    while (!seen.at(-1)?.includes('outbox.stuck')) seen.push((await next()) ?? '');
    leaving.abort();
    return { seen: seen.join(''), error: (await getRun(desk.as(role), runId)).error };
  };
  for (const role of ['requester', 'manager'] as const) {
    const { seen, error } = await told(role);
    expect(seen).toContain('"owed":"resume"');
    expect(seen + JSON.stringify(error)).not.toContain('10.0.3.7');
    expect(error).toEqual({ message: runTexts.failed.reference(runId), step: 'payment' });
  }
  const operator = await told('operator');
  expect(operator.seen).toContain('10.0.3.7');
  expect(operator.error?.message).toBe(secret);
});

test('however many follow, one statement looks for news, and each hears of its own run only', async () => {
  const desk = await deskForTest();
  const quiet = await desk.request('expense-report', expense());
  const busy = await desk.request('expense-report', expense());
  const leaving = new AbortController();
  const follow = (runId: string, count: number) =>
    Array.from({ length: count }, () =>
      reader(runEventStream(desk.as('requester'), runId, Number.MAX_SAFE_INTEGER - 1, leaving.signal)),
    );
  const all = [...follow(quiet, 20), ...follow(busy, 10)];
  for (const next of all) expect(await next()).toBe('retry: 2000\n\n');
  let looks = 0;
  let reads = 0;
  const { $client: client } = desk.db;
  const { execute } = client;
  client.execute = ((statement: { sql: string }) => {
    if (/from "audit_events" where "audit_events"."seq" >/.test(statement.sql)) looks += 1;
    else if (statement.sql.includes('from "audit_events"')) reads += 1;
    return execute.call(client, statement as never);
  }) as typeof client.execute;
  const waiting = all.map((next) => next());
  await expect.poll(() => looks).toBeGreaterThan(3);
  const before = reads;
  await commit(desk.as('system'), { event: { verb: 'run.readable', runId: busy } });
  await expect.poll(() => reads - before).toBe(10);
  leaving.abort();
  await Promise.all(waiting);
});

test('one person has so many live pages and no more; one that is closed makes room', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const leaving = new AbortController();
  const open = (signal = leaving.signal) => runEventStream(desk.as('requester'), runId, 0, signal);
  const last = new AbortController();
  const streams = Array.from({ length: 39 }, () => open());
  const one = open(last.signal);
  expect(() => open()).toThrow(expect.objectContaining({ code: 'rate_limited', reason: 'too_many_streams' }));
  // Somebody else still may.
  await runEventStream(desk.as('manager'), runId, 0, leaving.signal).cancel();
  last.abort();
  await one.cancel();
  await open().cancel();
  await Promise.all(streams.map((stream) => stream.cancel()));
  leaving.abort();
});
