import { isFinal } from '@/db/enums';
import type { RunDetail } from '@/lib/desk/runs/types';

/** What a run does at this moment: the titles of the steps under way, and whether one may still ask people. */
export type Working = { steps: string[]; mayAsk: boolean };

/**
 * Null when nothing is under way: the run has ended, or waits for people only. A question that a step has asked counts
 * as under way until the steps beside it end, since the engine hands them on together.
 */
export function workingOf({ status, steps }: Pick<RunDetail, 'status' | 'steps'>): Working | null {
  if (isFinal(status) || status === 'suspended') return null;
  const underWay = steps.filter((step) => step.status === 'running' || step.status === 'waiting');
  const mayAsk = steps.some(({ human, status: own }) => human && (own === 'pending' || own === 'running'));
  return { steps: underWay.map(({ title }) => title), mayAsk };
}
