import { isFinal } from '@/db/enums';
import type { RunDetail } from '@/lib/desk/runs/types';

/** The titles of the steps under way, and whether one may still ask people. */
export type Working = { steps: string[]; mayAsk: boolean };

/**
 * Null when the run has ended or waits only for people. A step that has asked counts as under way until its
 * parallel steps end, since the engine reports them together.
 */
export function workingOf({ status, steps }: Pick<RunDetail, 'status' | 'steps'>): Working | null {
  if (isFinal(status) || status === 'suspended') return null;
  const underWay = steps.filter((step) => step.status === 'running' || step.status === 'waiting');
  const mayAsk = steps.some(({ human, status: own }) => human && (own === 'pending' || own === 'running'));
  return { steps: underWay.map(({ title }) => title), mayAsk };
}
