import type { InferInsertModel, SQL } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { insertWhere, type Statement } from '@/db/guarded';
import { signatureOf, type Context } from '@/lib/people/context';
import { noteEvent } from './written';

/** Everything that is written to the audit log, by its real name. */
export type AuditVerb =
  | 'run.requested'
  | 'run.started'
  | 'run.finished'
  | 'run.data_lost'
  | 'run.snapshot_large'
  | 'run.snapshot_too_large'
  | 'run.snapshot_pruned'
  | 'run.cancel_requested'
  | 'run.adopted'
  | 'run.projected'
  | 'run.lost'
  | 'run.found'
  | 'run.unreadable'
  | 'run.readable'
  | 'run.hanging'
  | 'lease.lost'
  | 'run.restart_requested'
  | 'run.time_travel_requested'
  | 'run.rebuild_requested'
  | 'run.rebuilt'
  | 'task.opened'
  | 'task.decided'
  | 'task.expired'
  | 'task.canceled'
  | 'task.renewed'
  | 'task.revealed'
  | 'task.asked_again'
  | 'task.reminded'
  | 'task.escalated'
  | 'task.stale'
  | 'task.unanswerable'
  | 'task.answerable'
  | 'task.reassigned'
  | 'decision.applied'
  | 'decision.undone'
  | 'decision.final'
  | 'decision.not_applied'
  | 'decision.answered_outside'
  | 'decision.revised'
  | 'decision.replayed'
  | 'decision.not_replayed'
  | 'key.created'
  | 'key.granted'
  | 'key.revoked'
  | 'user.created'
  | 'user.signed_in'
  | 'user.sign_in_refused'
  | 'user.signed_out'
  | 'user.password_changed'
  | 'check.failed'
  | 'signal.received'
  | 'signal.refused'
  | 'signal.expired'
  | 'outbox.stuck'
  | 'outbox.retried'
  | 'delivery.stuck'
  | 'delivery.retried'
  | 'notifications.chosen'
  | 'link.used'
  | 'link.refused'
  | 'link.code_sent'
  | 'slack.refused'
  | 'links.switched_off'
  | 'links.switched_on'
  | 'webhook.created'
  | 'webhook.changed'
  | 'webhook.paused'
  | 'webhook.resumed'
  | 'webhook.secret_rotated'
  | 'webhook.deleted'
  | 'webhook.redelivered'
  | 'webhook.tested'
  | 'webhook.switched_off'
  | 'audit.exported';

type Facts = { [key: string]: Json };

/** Never evidence, answers or secrets: what is written here stays for good and is exported. */
export type AuditEvent = {
  verb: AuditVerb;
  runId?: string;
  taskId?: string;
  /** What was changed, as it was and as it is now; kept in the data. */
  before?: Facts;
  after?: Facts;
  data?: Facts;
  /** Makes the event single: writing it again does nothing. For events that are projected, not done. */
  key?: string;
};

/** Who did it, how and when, and where it is written. */
export type AuditContext = Pick<Context, 'actor' | 'channel' | 'clock' | 'db'>;

function rowOf(
  { actor, channel, clock }: AuditContext,
  { before, after, data, ...event }: AuditEvent,
): InferInsertModel<typeof auditEvents> {
  noteEvent(event.verb);
  return {
    ...event,
    data: {
      ...data,
      ...(actor.kind === 'apiKey' && { keyOwner: { id: actor.id, name: actor.name } }),
      ...(before && { before }),
      ...(after && { after }),
    },
    ...signatureOf(actor),
    channel,
    at: clock.now(),
  };
}

/** The audit row as a statement for the batch of the change it tells of, written only when `guard` holds. */
export function auditWhere(ctx: AuditContext, event: AuditEvent, guard: SQL): Statement {
  return insertWhere(ctx.db, auditEvents, rowOf(ctx, event), guard);
}

export function audit(ctx: AuditContext, event: AuditEvent): Statement {
  return ctx.db.insert(auditEvents).values(rowOf(ctx, event)).onConflictDoNothing();
}
