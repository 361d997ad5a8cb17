import type { StoredPolicy } from '@/db/schema/policy';
import type { Channel } from '@/db/enums';
import { said, type Said } from '@/lib/base/reasons';
import { signatureOf, type Actor } from '@/lib/people/context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';

/** The minimum time for which a link's recipient can reopen a decision made by it. */
const byLinkMs = 86_400_000;

type Decided = {
  kind: string;
  forEachIndex: number | null;
  policy: Pick<StoredPolicy, 'reviseForMs'>;
  decision: {
    actorId: string;
    channel: Channel;
    createdAt: Date;
    appliedAt: Date | null;
    answeredOutsideAt: Date | null;
    revisedAt: Date | null;
  } | null;
};

/** Why decisions on this kind of task can never be reopened; null if they can. */
export function refusalByKind({ kind, forEachIndex }: Pick<Decided, 'kind' | 'forEachIndex'>): Said | null {
  if (kind === 'tool-call') return said('tool_call_final');
  return forEachIndex === null ? null : said('list_item_final');
}

/** Why this actor may not reopen this task's decision; null if they may. The write is guarded in SQL as well. */
export function refusalToReopen(actor: Actor, task: Decided, now: Date): Said | null {
  const { decision } = task;
  if (!decision) return said('not_decided');
  // A link decides without signing in, so its recipient is notified and may reopen a decision they did not make.
  const window = Math.max(task.policy.reviseForMs ?? 0, decision.channel === 'link' ? byLinkMs : 0);
  const own =
    decision.actorId === signatureOf(actor).actorId && now.getTime() < decision.createdAt.getTime() + window;
  if (!own && !maySeeAllRuns(actor)) return said('reopening_needs_operator');
  if (decision.revisedAt) return said('already_reopened');
  if (decision.answeredOutsideAt) return said('decided_elsewhere');
  if (!decision.appliedAt) return said('decision_being_applied');
  return refusalByKind(task);
}
