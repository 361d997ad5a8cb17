import { audit } from './audit';
import { sweepActor } from '@/lib/people/context';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { log } from '@/lib/base/log';
import type { Loss } from '@/lib/base/schema/json-losses';

/**
 * Tells operators that a step gave something that the snapshot cannot keep: it is there until the process ends, and gone
 * after. Once for each step of a run. Never fails: the step has done its work.
 */
export async function noteLostData(runId: string, step: string, losses: Loss[]): Promise<void> {
  log.warn('the snapshot cannot keep all that a step gave', {
    runId,
    step,
    paths: losses.map(({ path }) => path),
  });
  try {
    await audit(
      { actor: sweepActor, channel: 'system', clock: systemClock, db: database() },
      { verb: 'run.data_lost', runId, key: `run.data_lost:${runId}:${step}`, data: { step, losses } },
    );
  } catch (error) {
    log.error('a finding could not be recorded', { runId, step, error });
  }
}
