import { isAway } from '@/db/away';
import type { SweepPart } from '@/db/enums';
import { isStopping } from '@/lib/base/shutdown';
import type { Faults } from './faults';
import type { SweepResult } from './sweep-result';

/** Where a part of the sweep stands that looks at everything in turns, and when it has to stop. */
export type Walk = {
  /** After which one to go on; null: from the beginning, or all the way round. */
  after: string | null;
  over(): boolean;
  count(what: string): void;
  /** Does what is to be done for one run; its fault is remembered, and does not keep the others waiting. @returns whether it was done */
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
    // While a store is away, no run is at fault.
    attempt: async (runId, work) =>
      (await faults.attempt(part, { id: runId, runId }, work, isAway)) === undefined,
  };
}
