import { setTimeout } from 'node:timers/promises';
import { and, eq, inArray } from 'drizzle-orm';
import { isFinal } from '@/db/enums';
import { outbox, runs } from '@/db/schema';
import type { Database } from '@/db/client';
import { requireScope } from '@/lib/people/require-scope';
import { listRunEvents } from '@/lib/desk/runs/list-run-events';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { getRunFor } from '@/lib/desk/runs/get-run';
import { stopSignal } from '@/lib/base/shutdown';

type Reader = Pick<Context, 'db' | 'actor'>;

const lookEveryMs = 700;
const heartbeatMs = 15_000;
/** After this long the reader must reconnect, which checks their authority again; no event is missed. */
const maxStreamMs = 240_000;

/** Returns early, without an error, when the reader leaves or the server stops. */
const pause = (ms: number, signal: AbortSignal) =>
  setTimeout(ms, undefined, { signal }).catch(() => undefined);

/** Whether the run has ended with no outstanding work: a late answer is reported after the end of its run. */
async function isOver(db: Database, runId: string): Promise<boolean> {
  const [[run], [owed]] = await db.batch([
    db.select({ status: runs.status }).from(runs).where(eq(runs.id, runId)),
    db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.runId, runId), inArray(outbox.state, ['pending', 'held'])))
      .limit(1),
  ]);
  return !run || (isFinal(run.status) && !owed);
}

async function* frames(
  ctx: Reader,
  runId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const started = performance.now();
  let [last, spoken] = [after, started];
  yield 'retry: 2000\n\n';
  while (!signal.aborted && performance.now() - started < maxStreamMs) {
    // Read first: if the run is over here, the list below contains all its events.
    const over = await isOver(ctx.db, runId);
    const events = await listRunEvents(ctx, runId, last);
    for (const event of events) {
      last = event.seq;
      yield `id: ${event.seq}\nevent: run\ndata: ${JSON.stringify(event)}\n\n`;
    }
    if (events.length > 0) spoken = performance.now();
    else if (over) return yield 'event: end\ndata: {}\n\n';
    else if (performance.now() - spoken > heartbeatMs) {
      spoken = performance.now();
      yield ': still here\n\n';
    }
    if (events.length === 0) await pause(lookEveryMs, signal);
  }
}

/** A run's events as server-sent events: first those after `after`, then new ones until it has ended. */
export function runEventStream(
  ctx: Reader,
  runId: string,
  after: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  // A stopping server ends its streams; readers reconnect after the `retry` time and reach another server.
  const source = frames(ctx, runId, after, AbortSignal.any([signal, stopSignal()]));
  const encoder = new TextEncoder();
  let left = false;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await source.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        // A reader that left has already closed the stream, which is not an error.
        if (signal.aborted || left) return;
        log.error('an event stream broke off', { runId, error });
        controller.close();
      }
    },
    async cancel() {
      left = true;
      await source.return(undefined);
    },
  });
}

/** Checks that the actor may follow the run. @throws not_found, forbidden (key) */
export async function requireFollower(ctx: Context, runId: string): Promise<void> {
  requireScope(ctx, 'runs:read');
  await getRunFor(ctx, runId);
}
