import { write } from './commit';
import { recordFinding } from './run-findings';
import { asSystem } from '@/lib/people/context';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { log } from '@/lib/base/log';
import type { Loss } from '@/lib/base/schema/json-losses';

/**
 * Records for operators that a step returned data that a snapshot cannot store, so it is lost when the process ends.
 * Once per step of a run. Never throws: the step itself succeeded.
 */
export async function noteLostData(runId: string, step: string, losses: Loss[]): Promise<void> {
  log.warn('the snapshot cannot keep all that a step gave', {
    runId,
    step,
    paths: losses.map(({ path }) => path),
  });
  try {
    const ctx = asSystem({ clock: systemClock, db: database() });
    const finding = { runId, kind: 'run.data_lost', step, data: { step, losses } } as const;
    await write(ctx, recordFinding(finding, ctx.clock.now()));
  } catch (error) {
    log.error('a finding could not be recorded', { runId, step, error });
  }
}
