import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { log } from './log';
import { beginLeaving } from './shutdown';

/** What load balancers and monitors ask for themselves. */
const checks = /^\/api\/(ready|health|metrics)(\?|$)/;
const lookEveryMs = 50;
/** After so many looks without a request in between no connection waits in the system's queue either. */
const quietLooks = 10;

/**
 * Works on as before for `delayMs`, only not ready, and then until no more requests come, or `until` (of `performance.now()`): what is
 * sent just when a server closes is lost. So is what is sent on a kept connection, so each answer ends its own.
 */
export async function leave(delayMs: number, until: number): Promise<void> {
  log.info('leaving: load balancers are told to send nothing more', { delayMs });
  let quiet = 0;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    response.setHeader('connection', 'close');
    if (!checks.test(request.url ?? '')) quiet = 0;
  });
  beginLeaving();
  await setTimeout(delayMs);
  for (quiet = 0; quiet < quietLooks && performance.now() < until; quiet += 1) await setTimeout(lookEveryMs);
}
