import type { StoredPolicy } from '@/db/schema/json';
import type { TaskState } from '@/db/enums';
import { hasScope } from './require-scope';
import type { Actor } from './context';
import { principalsOf } from './principals';

/** The parts of a task that say who may answer it. */
export type Decidable = {
  state: TaskState;
  candidates: readonly string[];
  requesterId: string;
  policy: Pick<StoredPolicy, 'forbidSelfApproval'>;
  expiresAt: Date | null;
};

export type Refusal = {
  code: 'closed' | 'expired' | 'lost' | 'own_request' | 'not_candidate' | 'not_a_person' | 'gone';
  reason: string;
};

/**
 * Whether this actor may answer this task now; null when they may, else the reason in words.
 * `lost`: the state of its run is gone, so that an answer would lead nowhere.
 * Pure: the same rule serves the page, the API and every other channel, and the database guards it once more.
 */
export function refusalToDecide(actor: Actor, task: Decidable, now: Date, lost = false): Refusal | null {
  if (actor.kind === 'system') return { code: 'not_a_person', reason: 'Only a person can answer this.' };
  if (!hasScope(actor, 'tasks:decide'))
    return { code: 'not_a_person', reason: 'This API key may not answer for its owner.' };
  if (task.state !== 'open') return { code: 'closed', reason: 'This has already been settled.' };
  if (lost)
    return {
      code: 'lost',
      reason: 'The state of this request was lost, so it cannot take an answer. An operator must look at it.',
    };
  if (task.expiresAt && task.expiresAt <= now)
    return { code: 'expired', reason: 'The time to answer is over.' };
  if (task.policy.forbidSelfApproval && task.requesterId === actor.id)
    return { code: 'own_request', reason: 'You cannot decide on your own request.' };
  const mine = new Set<string>(principalsOf(actor));
  if (!task.candidates.some((principal) => mine.has(principal)))
    return { code: 'not_candidate', reason: 'You are not among those who may answer this.' };
  return null;
}

/** Operators and admins oversee all tasks, whether or not they may answer them. */
export const seesEveryTask = (actor: Actor): boolean =>
  actor.kind === 'system' || actor.roles.includes('operator') || actor.roles.includes('admin');

/** Whether this actor may see a task at all; otherwise it does not exist for them. */
export function maySeeTask(
  actor: Actor,
  task: Pick<Decidable, 'candidates' | 'requesterId'> & { decidedBy: string | null },
): boolean {
  if (seesEveryTask(actor)) return true;
  if (actor.kind === 'system') return true;
  const mine = new Set<string>(principalsOf(actor));
  return (
    task.requesterId === actor.id ||
    task.decidedBy === actor.id ||
    (actor.kind === 'apiKey' && task.decidedBy === actor.key.id) ||
    task.candidates.some((principal) => mine.has(principal))
  );
}

/** Whether this actor may see what is masked in the evidence of a task they see: to decide on it, or to oversee it. */
export const mayReveal = (actor: Actor, task: Decidable, now: Date): boolean =>
  actor.kind !== 'system' && (refusalToDecide(actor, task, now) === null || seesEveryTask(actor));
