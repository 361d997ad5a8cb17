import { and, asc, eq, gt, max, sql } from 'drizzle-orm';
import type { WebhookEvent } from '@/db/enums';
import { auditEvents, runs, tasks, users, webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { runBatch } from '@/db/guarded';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { deliveryIdFor } from '@/lib/base/ids';
import { requesterName } from '@/lib/base/readable/requester-name';
import { factsOf, tellingOf, verbsTold } from '@/lib/tell/events/event-table';
import { actorOf, outcomeOf, type EventBody } from './event-body';
import { readableParts } from '@/lib/base/readable/readable-parts';

/** What happened longer ago, while an endpoint was paused or off, it is not told any more. */
const tellWithinMs = 3 * 86_400_000;

const perBatch = 200;
const batchesPerCall = 5;
/** A cursor with nothing to tell is moved only now and then: looking again costs less than writing. */
const idleSteps = 1000;

type Endpoint = Pick<typeof webhookEndpoints.$inferSelect, 'id' | 'events' | 'cursor'>;

function read({ db, clock }: Context, cursor: number) {
  return db.batch([
    // First, so that it is not past anything the second one sees: events are committed in the order of their `seq`.
    db.select({ seq: max(auditEvents.seq) }).from(auditEvents),
    db
      .select({
        event: auditEvents,
        run: { title: runs.title, workflowId: runs.workflowId, requesterId: runs.requesterId },
        requester: users.name,
        task: { title: tasks.title, kind: tasks.kind, dueAt: tasks.dueAt },
      })
      .from(auditEvents)
      .innerJoin(runs, eq(runs.id, auditEvents.runId))
      .leftJoin(users, eq(users.id, runs.requesterId))
      .leftJoin(tasks, eq(tasks.id, auditEvents.taskId))
      // The plus signs keep SQLite from the indexes of verbs and times: what is behind the cursor is little.
      .where(
        and(
          gt(auditEvents.seq, cursor),
          sql`+${auditEvents.verb} in ${verbsTold('webhooks')}`,
          sql`+${auditEvents.at} >= ${clock.now().getTime() - tellWithinMs}`,
        ),
      )
      .orderBy(asc(auditEvents.seq))
      .limit(perBatch),
  ]);
}

type Found = Awaited<ReturnType<typeof read>>[1][number];

function bodyOf(
  { engine }: Context,
  appUrl: string,
  type: WebhookEvent,
  { event, run, requester, task }: Found,
): EventBody {
  const runId = event.runId ?? '';
  // A wait of the whole run is told by its first question, and is not about that one.
  const about = task && event.taskId && type !== 'run.suspended' ? { id: event.taskId, ...task } : null;
  return {
    type,
    timestamp: event.at.toISOString(),
    data: readableParts({
      run: {
        id: runId,
        title: run.title,
        workflow: { id: run.workflowId, title: engine.workflow(run.workflowId)?.title ?? run.workflowId },
        requester: { id: run.requesterId, name: requesterName(run.requesterId, requester) },
        url: `${appUrl}/runs/${encodeURIComponent(runId)}`,
      },
      task: about && {
        id: about.id,
        title: about.title,
        kind: about.kind,
        dueAt: about.dueAt?.toISOString() ?? null,
        url: `${appUrl}/tasks/${about.id}`,
      },
      outcome: outcomeOf(event),
      ...actorOf(event),
    }),
  };
}

/** Takes up one page of events. @returns where the cursor is then, and whether there may be more */
async function recordPage(
  ctx: Context,
  { id, events, cursor }: Endpoint,
  appUrl: string,
): Promise<{ cursor: number; recorded: number; more: boolean }> {
  const { db, clock } = ctx;
  const [[newest], found] = await read(ctx, cursor);
  const more = found.length === perBatch;
  const next = more
    ? found.at(-1)!.event.seq
    : Math.max(newest?.seq ?? 0, found.at(-1)?.event.seq ?? 0, cursor);
  const owed = found.flatMap((one) =>
    (tellingOf(one.event.verb).webhooks?.(factsOf(one.event.data)) ?? [])
      .filter((type) => events.includes(type))
      .map((type) => [
        deliveryIdFor(id, one.event.seq, type),
        one.event.seq,
        type,
        JSON.stringify(bodyOf(ctx, appUrl, type, one)),
      ]),
  );
  if (owed.length === 0 && !more && next - cursor < idleSteps) return { cursor, recorded: 0, more };
  const now = clock.now().getTime();
  const unmoved = sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${id} and e.cursor = ${cursor} and e.state = 'active')`;
  const [recorded = 0] = await runBatch(db, [
    db.run(sql`insert into ${webhookDeliveries} (id, endpoint_id, seq, type, body, due_at, created_at)
      select value ->> 0, ${id}, value ->> 1, value ->> 2, value ->> 3, ${now}, ${now} from json_each(${JSON.stringify(owed)})
      where ${unmoved} order by key on conflict do nothing`),
    db
      .update(webhookEndpoints)
      .set({ cursor: next })
      .where(
        and(
          eq(webhookEndpoints.id, id),
          eq(webhookEndpoints.cursor, cursor),
          eq(webhookEndpoints.state, 'active'),
        ),
      ),
  ]);
  return { cursor: next, recorded, more };
}

/**
 * Writes down what an active endpoint is owed of the events since its cursor, and moves the cursor, in one batch that
 * does nothing when somebody else has moved it. Bounded; safe in many processes at once: each event is owed once.
 * @returns how many deliveries this call recorded
 */
export async function recordDeliveries(
  ctx: Context,
  endpoint: Endpoint,
  appUrl = env().appUrl,
): Promise<number> {
  let [at, total] = [endpoint.cursor, 0];
  for (let page = 0; page < batchesPerCall; page++) {
    const { cursor, recorded, more } = await recordPage(ctx, { ...endpoint, cursor: at }, appUrl);
    total += recorded;
    at = cursor;
    if (!more) break;
  }
  return total;
}
