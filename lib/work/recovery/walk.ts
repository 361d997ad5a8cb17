import { isAway } from '@/db/away';
import type { SweepPart } from '@/db/enums';
import { isStopping } from '@/lib/base/shutdown';
import type { Faults } from './faults';
import type { SweepResult } from './sweep-result';

/** The position of a part of the sweep that goes through all rows page by page, and its deadline. */
export type Walk = {
  /** The id after which to continue; null: from the beginning, or finished. */
  after: string | null;
  over(): boolean;
  count(what: string): void;
  /** Does the work for one run; a failure is stored and does not stop the walk. @returns whether it succeeded */
  attempt(runId: string, work: () => Promise<void>): Promise<boolean>;
};

const counted = ['lost', 'found', 'projected', 'unreadable', 'readable', 'adopted'] as const;
type Counted = (typeof counted)[number];

export function walkFrom(
  after: string | null,
  deadline: number,
  result: SweepResult,
  part: SweepPart,
  faults: Faults,
): Walk {
  return {
    after,
    over: () => performance.now() > deadline || isStopping(),
    count(what) {
      if ((counted as readonly string[]).includes(what)) result[what as Counted] += 1;
    },
    // An unreachable store is not the fault of a run.
    attempt: async (runId, work) =>
      (await faults.attempt(part, { id: runId, runId }, work, isAway)) === undefined,
  };
}
