import { z } from 'zod';

const number = z.int();

/** The counts of one sweep. */
export const sweepResult = z
  .object({
    runs: number.meta({ description: 'Runs with work to do.' }),
    busy: number.meta({
      description: 'Of these, the runs that another process was driving, or that there was no time for.',
    }),
    failed: number.meta({
      description: 'Checks, runs and parts of the sweep that failed; see the log.',
    }),
    checks: number,
    signals: number,
    expired: number,
    reminded: number,
    escalated: number,
    stale: number,
    rejudged: number.meta({
      description: 'Tasks handed to operators because no approver can decide them, or handed back.',
    }),
    hanging: number.meta({
      description: 'Newly found runs that have not ended, but have no task, no work and no driver.',
    }),
    lost: number,
    found: number,
    projected: number,
    unreadable: number,
    readable: number,
    adopted: number,
    webhooks: number.meta({ description: 'Webhook deliveries that were accepted.' }),
    idle: z.boolean().meta({
      description: 'Whether nothing is left to do, and every run has been checked since the walks began.',
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
