import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import type { auditEvents, notifications } from '@/db/schema';
import type { AskedBefore } from '@/db/schema/json';
import { factsOf, tellingOf } from '@/lib/tell/events/event-table';

type Event = Pick<
  InferSelectModel<typeof auditEvents>,
  'seq' | 'verb' | 'actorId' | 'runId' | 'taskId' | 'data' | 'at'
>;
export type NewNotification = InferInsertModel<typeof notifications>;

/** An event's notifications. Their ids derive from the event, so reading it twice sends them once. */
export function notificationsOf(
  event: Event,
  requesterId: string | null,
  before: AskedBefore | null,
): NewNotification[] {
  const told = tellingOf(event.verb).people?.({
    facts: factsOf(event.data),
    requester: requesterId === null ? null : `user:${requesterId}`,
    by: `user:${event.actorId}`,
    before,
  });
  return (told ?? []).map(({ kind, principals, data }, index) => ({
    id: `${event.verb}:${event.seq}:${index}`,
    kind,
    principals,
    data: { verb: event.verb, ...data },
    runId: event.runId,
    taskId: event.taskId,
    createdAt: event.at,
  }));
}
