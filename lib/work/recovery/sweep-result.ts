import { z } from 'zod';

const number = z.int();

/** What one sweep did, in numbers. */
export const sweepResult = z
  .object({
    runs: number.meta({ description: 'Runs that something was owed to.' }),
    busy: number.meta({
      description: 'Of these, those that somebody else drove, or for which there was no time left.',
    }),
    failed: number.meta({
      description: 'Checks, runs and parts of the sweep that failed; the log says why.',
    }),
    checks: number,
    signals: number,
    expired: number,
    reminded: number,
    escalated: number,
    stale: number,
    rejudged: number.meta({
      description: 'Tasks that went to operators, as nobody else may decide them, or back.',
    }),
    hanging: number.meta({ description: 'Runs that have not ended and that nothing moves, newly found.' }),
    lost: number,
    found: number,
    projected: number,
    unreadable: number,
    readable: number,
    adopted: number,
    webhooks: number.meta({ description: 'Webhooks that were taken by their receivers.' }),
    idle: z.boolean().meta({
      description: 'Nothing was left to do, and everything has been looked at since the walks began.',
    }),
  })
  .meta({ id: 'SweepResult' });

export type SweepResult = z.infer<typeof sweepResult>;

export const noResult = (): SweepResult => ({
  runs: 0,
  busy: 0,
  failed: 0,
  checks: 0,
  signals: 0,
  expired: 0,
  reminded: 0,
  escalated: 0,
  stale: 0,
  rejudged: 0,
  hanging: 0,
  lost: 0,
  found: 0,
  projected: 0,
  unreadable: 0,
  readable: 0,
  adopted: 0,
  webhooks: 0,
  idle: false,
});

/** Whether a sweep changed anything. */
export const didSomething = ({ idle: _, ...counts }: SweepResult): boolean =>
  Object.values(counts).some((count) => count > 0);
