import { and, type InferInsertModel, type SQL } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { signatureOf } from '@/lib/people/context';
import { insert, type Change, type Writer } from './change';

/** Every verb of the audit log. */
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

/** Must not contain evidence, answers or secrets: entries are permanent, and they are exported. */
export type AuditEvent = {
  verb: AuditVerb;
  runId?: string;
  taskId?: string;
  /** The changed values, before and after; stored in `data`. */
  before?: Facts;
  after?: Facts;
  data?: Facts;
  /**
   * Makes the event unique: writing it again does nothing. For events derived from a snapshot, which may be seen
   * twice.
   */
  key?: string;
};

function rowOf(
  { actor, channel, clock }: Writer,
  { before, after, data, ...event }: AuditEvent,
): InferInsertModel<typeof auditEvents> {
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

/** An additional audit event of a commit, written only if `when` holds as well. */
export const audited = (event: AuditEvent, when?: SQL): Change => ({
  verb: event.verb,
  statement: (writer, mine) => insert(auditEvents, rowOf(writer, event)).statement(writer, and(mine, when)),
});
