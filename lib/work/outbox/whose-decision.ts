import type { decisions, tasks } from '@/db/schema';
import { sameJson } from '@/lib/base/canonical';
import type { EngineRun } from '@/lib/engine/types';
import { addressOf, sameStep } from './recover-run';

type Question = Pick<typeof tasks.$inferSelect, 'id' | 'stepPath' | 'forEachIndex' | 'suspendedAt'>;
type Decided = Pick<typeof decisions.$inferSelect, 'resumeData'>;

/** Whether the engine waits at this exact suspension, or did when the run ended. */
const stillAsks = (task: Question, seen: EngineRun): boolean =>
  [...seen.suspensions, ...seen.takers].some(
    (one) => sameStep(one, addressOf(task)) && one.suspendedAt === task.suspendedAt,
  );

/**
 * Whose decision resumed a suspension of ours: ours, another program's, or nobody's as far as the snapshot shows.
 * `given`: ours was given to the engine before, so it counts as ours unless the snapshot says otherwise.
 */
export function whoseDecision(
  task: Question,
  { resumeData }: Decided,
  seen: EngineRun,
  given: boolean,
): 'ours' | 'others' | 'nobody' {
  if (stillAsks(task, seen)) return 'nobody';
  const taker = seen.takers.find((one) => sameStep(one, addressOf(task)));
  if (!taker) return given ? 'ours' : 'nobody';
  if (taker.taskId === task.id) return 'ours';
  // Earlier releases did not store the task's id with a decision, so compare the data.
  return given && taker.taskId === null && sameJson(taker.resumeData, resumeData) ? 'ours' : 'others';
}
