import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { deliverWebhooks } from '@/lib/tell/webhooks/deliver-webhooks';

/** How long the work after a response waits for receivers, in milliseconds. */
const patience = 20_000;

/** Tells webhooks what just happened, for after a response. Never throws: what is not sent now a sweep sends. */
export async function tellWebhooks(ctx: Context): Promise<void> {
  await deliverWebhooks(ctx, { ms: patience }).catch((error: unknown) =>
    log.error('webhooks could not be sent; a sweep will', { error }),
  );
}
