import type { Written } from '@/lib/journal/written';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { log } from '@/lib/base/log';
import { mustBeTold } from '@/lib/tell/events/event-table';

/** How long work after a response waits for webhook receivers, in milliseconds. */
const patience = 20_000;

/** Whether any of these events must be sent to somebody. */
export const mustTell = (written: Written): boolean => [...written].some(mustBeTold);

const logUntold = (error: unknown) => log.error('not everybody could be told; the sweep will', { error });

/** Loaded on first use: most requests change nothing. */
async function tell(): Promise<void> {
  const [{ engine }, { tellEverybody }, { deliverWebhooks }] = await Promise.all([
    import('@/lib/mastra'),
    import('@/lib/tell/drain/tell-people'),
    import('@/lib/tell/webhooks/deliver-webhooks'),
  ]);
  const desk = { db: database(), engine: await engine(), clock: systemClock };
  const told = await Promise.allSettled([deliverWebhooks(desk, { ms: patience }), tellEverybody(desk)]);
  for (const one of told) if (one.status === 'rejected') logUntold(one.reason);
}

/**
 * Notifies people, webhooks and Slack of new audit events if any of these events requires it, then clears
 * them. Never throws: a sweep sends what could not be sent now.
 */
export async function tellWritten(written: Written): Promise<void> {
  if (!mustTell(written)) return;
  written.clear();
  try {
    await tell();
  } catch (error) {
    logUntold(error);
  }
}
