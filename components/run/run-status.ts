import type { RunStatus } from '@/db/enums';
import type { Tone } from '@/components/ui/badge';
import type { Run, RunDetail } from '@/lib/desk/runs/types';
import { everyOf } from './names';

export type StatusIcon = 'clock' | 'work' | 'check' | 'cross' | 'stop' | 'question';
export type StatusWords = { label: string; tone: Tone; icon: StatusIcon };

/**
 * A run's status in plain words. "Finished" is neutral, since only the result says whether the request was
 * granted.
 * @param waitingOn the people who are asked now, in words; empty when nobody is.
 */
export function statusWords(status: RunStatus, waitingOn: readonly string[] = []): StatusWords {
  switch (status) {
    case 'pending':
      return { label: 'Starting', tone: 'neutral', icon: 'work' };
    case 'running':
      return { label: 'Working', tone: 'neutral', icon: 'work' };
    case 'waiting':
    case 'suspended':
      // Nobody is asked between an answer and the next step.
      if (waitingOn.length === 0) return { label: 'Waiting', tone: 'accent', icon: 'clock' };
      return { label: `Waiting for ${everyOf(waitingOn)}`, tone: 'accent', icon: 'clock' };
    case 'success':
      return { label: 'Finished', tone: 'neutral', icon: 'check' };
    case 'failed':
      return { label: 'Failed', tone: 'danger', icon: 'cross' };
    case 'canceled':
      return { label: 'Cancelled', tone: 'neutral', icon: 'stop' };
    case 'tripwire':
      return { label: 'Stopped', tone: 'danger', icon: 'stop' };
    case 'lost':
      return { label: 'Lost', tone: 'warning', icon: 'question' };
    default:
      return status satisfies never;
  }
}

/** The people who are asked now, each named once. */
export const waitingOn = ({ tasks }: Pick<RunDetail, 'tasks'>): string[] => [
  ...new Set(tasks.filter((task) => task.state === 'open').flatMap((task) => task.askedOf)),
];

/**
 * A run's title without the workflow's, which is shown beside it: `Expense report: Train` becomes `Train`.
 */
export function ownTitle({ title, workflowTitle }: Pick<Run, 'title' | 'workflowTitle'>): string {
  const prefix = `${workflowTitle}: `;
  return title.startsWith(prefix) && title.length > prefix.length ? title.slice(prefix.length) : title;
}
