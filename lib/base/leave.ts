import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { log } from './log';
import { beginLeaving } from './shutdown';

/** Requests of load balancers and monitors, which do not count. */
const checks = /^\/api\/(ready|health|metrics)(\?|$)/;
const lookEveryMs = 50;
/** After this many looks without a request, no connection is left in the system's queue either. */
const quietLooks = 10;

/**
 * Keeps serving for `delayMs` while reporting not ready, then until requests stop or `until`
 * (`performance.now()`). Requests sent just as a server closes are lost, as are those on kept-alive
 * connections, so each answer closes its connection.
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
