import type { StoredPolicy } from '@/db/schema/policy';
import type { Channel } from '@/db/enums';
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
export function refusalByKind({ kind, forEachIndex }: Pick<Decided, 'kind' | 'forEachIndex'>): string | null {
  if (kind === 'tool-call') return 'What an agent was allowed to do cannot be taken back.';
  return forEachIndex === null ? null : 'The answer to one of several items cannot be taken back by itself.';
}

/** Why this actor may not reopen this task's decision; null when they may. Pure: the write is guarded again in SQL. */
export function refusalToReopen(
  actor: Actor,
  task: Decided,
  now: Date,
): { code: 'forbidden' | 'conflict'; reason: string } | null {
  const { decision } = task;
  if (!decision) return { code: 'conflict', reason: 'This has not been answered yet.' };
  // Whoever had not signed in is told that their link decided, and may undo what was not their doing.
  const window = Math.max(task.policy.reviseForMs ?? 0, decision.channel === 'link' ? byLinkMs : 0);
  const own =
    decision.actorId === signatureOf(actor).actorId && now.getTime() < decision.createdAt.getTime() + window;
  if (!own && !maySeeAllRuns(actor))
    return { code: 'forbidden', reason: 'Only operators can take this answer back now.' };
  if (decision.revisedAt) return { code: 'conflict', reason: 'This answer has been taken back already.' };
  if (decision.answeredOutsideAt)
    return { code: 'conflict', reason: 'Another program had answered first; this answer was not used.' };
  if (!decision.appliedAt)
    return { code: 'conflict', reason: 'This answer is just being applied; try again in a moment.' };
  const final = refusalByKind(task);
  return final === null ? null : { code: 'conflict', reason: final };
}
