import type { StoredPolicy } from '@/db/schema/json';
import type { Channel, RunStatus } from '@/db/enums';
import { signatureOf, type Actor } from './context';
import { maySeeAllRuns } from './may-see-run';

/** How long a decision by link can at least be taken back by the link's recipient. */
const byLinkMs = 86_400_000;

type Answered = {
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
  runStatus: RunStatus;
};

/** Why answers to this kind of question can never be taken back; null when they can. */
export function refusalByKind({
  kind,
  forEachIndex,
}: Pick<Answered, 'kind' | 'forEachIndex'>): string | null {
  if (kind === 'tool-call') return 'What an agent was allowed to do cannot be taken back.';
  return forEachIndex === null ? null : 'The answer to one of several items cannot be taken back by itself.';
}

/**
 * Why this actor may not take this answer back; null when they may. Pure: the write is guarded again in SQL.
 */
export function refusalToRevise(
  actor: Actor,
  task: Answered,
  now: Date,
): { code: 'forbidden' | 'conflict'; reason: string } | null {
  const { decision } = task;
  if (!decision) return { code: 'conflict', reason: 'This has not been answered yet.' };
  // A link may be used by somebody else without a sign-in. Its recipient is notified and gets time to undo.
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
  if (final !== null) return { code: 'conflict', reason: final };
  if (!['suspended', 'success', 'failed'].includes(task.runStatus))
    return { code: 'conflict', reason: 'The request has been cancelled, or is working just now.' };
  return null;
}
