import type { StoredPolicy } from '@/db/schema/policy';
import type { Channel } from '@/db/enums';
import { said, type Said } from '@/lib/base/reasons';
import { signatureOf, type Actor } from '@/lib/people/context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';

/** How long a decision by link can at least be reopened by the link's recipient. */
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

/** Why the decision on such a task can never be reopened; null when it can. */
export function refusalByKind({ kind, forEachIndex }: Pick<Decided, 'kind' | 'forEachIndex'>): Said | null {
  if (kind === 'tool-call') return said('tool_call_final');
  return forEachIndex === null ? null : said('list_item_final');
}

/** Why this actor may not reopen this task's decision; null when they may. Pure: the write is guarded again in SQL. */
export function refusalToReopen(actor: Actor, task: Decided, now: Date): Said | null {
  const { decision } = task;
  if (!decision) return said('not_decided');
  // Whoever had not signed in is told that their link decided, and may undo what was not their doing.
  const window = Math.max(task.policy.reviseForMs ?? 0, decision.channel === 'link' ? byLinkMs : 0);
  const own =
    decision.actorId === signatureOf(actor).actorId && now.getTime() < decision.createdAt.getTime() + window;
  if (!own && !maySeeAllRuns(actor)) return said('reopening_needs_operator');
  if (decision.revisedAt) return said('already_reopened');
  if (decision.answeredOutsideAt) return said('decided_elsewhere');
  if (!decision.appliedAt) return said('decision_being_applied');
  return refusalByKind(task);
}
