import { getEventListeners } from 'node:events';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { outbox, runs } from '@/db/schema';
import { runBatch } from '@/db/guarded';
import { audit } from '@/lib/audit/audit';
import { deskForTest, expense } from '@/tests/support/desk';
import { runEventStream } from './run-event-stream';

/** Reads a stream frame by frame; `null` at its end. */
function reader(stream: ReadableStream<Uint8Array>) {
  const frames = stream.getReader();
  return async () => {
    const { value, done } = await frames.read();
    return done ? null : new TextDecoder().decode(value);
  };
}

test('the end is told after everything that is owed to an ended run, such as an answer that came too late', async () => {
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
  const next = reader(runEventStream(desk.db, runId, 0, leaving.signal));
  const seen: string[] = [];
  while (!seen.at(-1)?.includes('task.opened')) seen.push((await next()) ?? '');
  const following = next();
  await runBatch(desk.db, [
    audit(desk.as('system'), { verb: 'decision.not_applied', runId, taskId: task!.id }),
    desk.db.update(outbox).set({ state: 'done' }).where(eq(outbox.id, 'resume:late')),
  ]);
  expect(await following).toContain('decision.not_applied');
  expect(await next()).toBe('event: end\ndata: {}\n\n');
  expect(await next()).toBeNull();
});

test('a reader that leaves ends the stream at once, and no listener is left behind by its pauses', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const leaving = new AbortController();
  const next = reader(runEventStream(desk.db, runId, Number.MAX_SAFE_INTEGER, leaving.signal));
  expect(await next()).toBe('retry: 2000\n\n');
  const waiting = next();
  expect(getEventListeners(leaving.signal, 'abort').length).toBeLessThanOrEqual(1);
  leaving.abort();
  expect(await waiting).toBeNull();
});
