import { and, eq, inArray } from 'drizzle-orm';
import { isFinal } from '@/db/enums';
import { outbox, runs } from '@/db/schema';
import type { Database } from '@/db/client';
import { requireScope } from '@/lib/people/require-scope';
import { listRunEvents } from '@/lib/desk/runs/list-run-events';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { getRunFor } from '@/lib/desk/runs/get-run';
import { AppError } from '@/lib/base/errors';
import { said } from '@/lib/base/reasons';
import { stopSignal } from '@/lib/base/shutdown';
import { eventWatchOf } from './event-watch';

type Reader = Pick<Context, 'db' | 'actor'>;

const heartbeatMs = 15_000;
/** How often to look while work is still owed to a run that has ended: it may be done without another event. */
const soonMs = 700;
/** After this long the reader must reconnect, which checks their authority again; no event is missed. */
const maxStreamMs = 240_000;

type Standing = { ended: boolean; owed: boolean };

/** Whether the run has ended, and whether work is still owed to it: a late answer is reported after the end of its run. */
async function standingOf(db: Database, runId: string): Promise<Standing> {
  const [[run], [owed]] = await db.batch([
    db.select({ status: runs.status }).from(runs).where(eq(runs.id, runId)),
    db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.runId, runId), inArray(outbox.state, ['pending', 'held'])))
      .limit(1),
  ]);
  return { ended: !run || isFinal(run.status), owed: Boolean(run && owed) };
}

async function* frames(
  ctx: Reader,
  runId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const watch = eventWatchOf(ctx.db);
  const started = performance.now();
  let [last, spoken] = [after, started];
  yield 'retry: 2000\n\n';
  while (!signal.aborted && performance.now() - started < maxStreamMs) {
    // Read first: if the run is over here, the list below contains all its events.
    const { ended, owed } = await standingOf(ctx.db, runId);
    const woken = new AbortController();
    const news = watch.next(runId, ended ? soonMs : heartbeatMs, AbortSignal.any([signal, woken.signal]));
    try {
      const events = await listRunEvents(ctx, runId, last);
      for (const event of events) {
        last = event.seq;
        yield `id: ${event.seq}\nevent: run\ndata: ${JSON.stringify(event)}\n\n`;
      }
      if (events.length > 0) spoken = performance.now();
      else if (ended && !owed) return yield 'event: end\ndata: {}\n\n';
      else if (performance.now() - spoken >= heartbeatMs) {
        spoken = performance.now();
        yield ': still here\n\n';
      } else await news;
    } finally {
      woken.abort();
    }
  }
}

/** How many streams one person, and all of a process, may have open. A browser shares three between its windows. */
const mostOpen = { person: 40, process: 4_000 };
const holder = globalThis as typeof globalThis & { countersignOpenStreams?: Map<string, number> };
const openStreams = () => (holder.countersignOpenStreams ??= new Map());

/** Counts one more open stream of this person. @returns a function to call when it ends. @throws rate_limited */
function admit(personId: string): () => void {
  const open = openStreams();
  const own = open.get(personId) ?? 0;
  const all = [...open.values()].reduce((sum, count) => sum + count, 0);
  if (own >= mostOpen.person)
    throw new AppError(said('too_many_streams', { max: mostOpen.person, retryAfter: 30 }));
  if (all >= mostOpen.process) throw new AppError(said('server_full', { retryAfter: 30 }));
  open.set(personId, own + 1);
  let counts = true;
  return () => {
    if (!counts) return;
    counts = false;
    const left = (open.get(personId) ?? 1) - 1;
    if (left > 0) open.set(personId, left);
    else open.delete(personId);
  };
}

/**
 * The events of a run as a stream of server-sent events: first those after `after`, then new ones until it has ended.
 * @throws rate_limited when this person, or the process, has too many open
 */
export function runEventStream(
  ctx: Reader,
  runId: string,
  after: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const leave = admit(ctx.actor.kind === 'system' ? 'system' : ctx.actor.id);
  // A server that stops ends its streams; the reader comes again after the time that `retry` says, and finds another.
  const source = frames(ctx, runId, after, AbortSignal.any([signal, stopSignal()]));
  const encoder = new TextEncoder();
  let left = false;
  signal.addEventListener('abort', leave, { once: true });
  const close = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    leave();
    controller.close();
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await source.next();
        if (done) close(controller);
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        // A reader that left has closed the stream already; that is no fault.
        if (signal.aborted || left) return;
        log.error('an event stream broke off', { runId, error });
        close(controller);
      }
    },
    async cancel() {
      left = true;
      leave();
      await source.return(undefined);
    },
  });
}

/** Checks that the actor may follow the run. @throws not_found, forbidden (key) */
export async function requireFollower(ctx: Context, runId: string): Promise<void> {
  requireScope(ctx, 'runs:read');
  await getRunFor(ctx, runId);
}
