import type { decisions, tasks } from '@/db/schema';
import { sameJson } from '@/lib/base/canonical';
import type { EngineRun } from '@/lib/engine/types';
import { addressOf, sameStep } from './recover-run';

type Question = Pick<typeof tasks.$inferSelect, 'id' | 'stepPath' | 'forEachIndex' | 'suspendedAt'>;
type Decided = Pick<typeof decisions.$inferSelect, 'resumeData'>;

/** Whether the engine waits for a decision on this very question, or did when the run ended. */
const stillAsks = (task: Question, seen: EngineRun): boolean =>
  [...seen.suspensions, ...seen.takers].some(
    (one) => sameStep(one, addressOf(task)) && one.suspendedAt === task.suspendedAt,
  );

/**
 * Whose decision a question of ours took that the engine waits for no more: ours, another program's, or nobody's as far as
 * can be told. `given`: ours was handed to the engine before, so that it is ours when the snapshot says nothing else.
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
  // Before decisions were marked ours left only itself.
  return given && taker.taskId === null && sameJson(taker.resumeData, resumeData) ? 'ours' : 'others';
}
