import type { Written } from '@/lib/journal/written';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { log } from '@/lib/base/log';
import { mustBeTold } from '@/lib/tell/events/event-table';

/** How long the work after a response waits for the receivers of webhooks, in milliseconds. */
const patience = 20_000;

/** Whether any of these events has to be sent to somebody. */
export const mustTell = (written: Written): boolean => [...written].some(mustBeTold);

/** Loaded when it is needed: most requests change nothing. */
async function tell(): Promise<void> {
  const [{ engine }, { tellEverybody }, { deliverWebhooks }] = await Promise.all([
    import('@/lib/mastra'),
    import('@/lib/tell/drain/tell-people'),
    import('@/lib/tell/webhooks/deliver-webhooks'),
  ]);
  const desk = { db: database(), engine: await engine(), clock: systemClock };
  const told = await Promise.allSettled([deliverWebhooks(desk, { ms: patience }), tellEverybody(desk)]);
  const failed = told.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

/**
 * Tells people, programs and Slack what the audit log says since they were told last, if there is anything among these
 * events that they must be told; then forgets them. Never throws: what is not told now, a sweep tells.
 */
export async function tellWritten(written: Written): Promise<void> {
  if (!mustTell(written)) return;
  written.clear();
  try {
    await tell();
  } catch (error) {
    log.error('not everybody could be told; the sweep will', { error });
  }
}
