import { log } from '@/lib/log';
import { isStopping } from '@/lib/shutdown';
import type { SweepResult } from './sweep-result';

/** Where a part of the sweep stands that looks at everything in turns, and when it has to stop. */
export type Walk = {
  /** After which one to go on; null: from the beginning, or all the way round. */
  after: string | null;
  over(): boolean;
  count(what: string): void;
  /** Does one piece; its fault is logged and does not keep the others waiting. */
  attempt(runId: string, work: () => Promise<void>): Promise<void>;
};

const counted = ['lost', 'found', 'projected', 'unreadable', 'readable', 'adopted'] as const;
type Counted = (typeof counted)[number];

export function walkFrom(after: string | null, deadline: number, result: SweepResult): Walk {
  return {
    after,
    over: () => performance.now() > deadline || isStopping(),
    count(what) {
      if ((counted as readonly string[]).includes(what)) result[what as Counted] += 1;
    },
    async attempt(runId, work) {
      try {
        await work();
      } catch (error) {
        result.failed += 1;
        log.error('the sweep could not put a run right', { runId, error });
      }
    },
  };
}
