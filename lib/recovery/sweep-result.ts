/** What one sweep did, in numbers. */
export type SweepResult = {
  /** Runs that something was owed to; `busy`: somebody else drove them, or there was no time left. */
  runs: number;
  busy: number;
  /** Checks, runs and parts of the sweep that failed; the log says why. */
  failed: number;
  checks: number;
  signals: number;
  expired: number;
  reminded: number;
  escalated: number;
  stale: number;
  lost: number;
  found: number;
  projected: number;
  unreadable: number;
  readable: number;
  adopted: number;
  /** Nothing was left to do, and everything has been looked at since the walks began. */
  idle: boolean;
};

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
  lost: 0,
  found: 0,
  projected: 0,
  unreadable: 0,
  readable: 0,
  adopted: 0,
  idle: false,
});

/** Whether a sweep changed anything. */
export const didSomething = ({ idle: _, ...counts }: SweepResult): boolean => Object.values(counts).some((count) => count > 0);
