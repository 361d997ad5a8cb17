import { once } from 'node:events';
import { drizzle } from 'drizzle-orm/libsql';
import { openClient, type Database } from '@/db/client';
import * as schema from '@/db/schema';
import { systemClock } from '@/lib/base/clock';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { deliverWebhooks } from '@/lib/tell/webhooks/deliver-webhooks';
import { outside } from '@/lib/tell/webhooks/destination';
import { parseNetworks } from '@/lib/base/networks';
import { watched } from './mortal-disk';

/**
 * A process that delivers webhooks, for tests that run several or kill one: `webhook-process <app url> <store
 * url> [hold]`. Prints `ready`, waits for a line, delivers, and prints how many were accepted. Before the
 * first write containing `hold` it prints `held` and waits.
 */
const [url = '', storeUrl = '', hold = ''] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);

const client = watched(openClient({ url }), async (what, work) => {
  if (hold !== '' && what?.includes(hold)) {
    say('held');
    await new Promise(() => undefined);
  }
  return work();
});
const db: Database = drizzle(client, { schema });
const engine = await createEngine(await openStorage({ kind: 'libsql', url: storeUrl, authToken: undefined }));

// The parent process is gone.
process.stdin.on('end', () => process.exit(1));
say('ready');
await once(process.stdin, 'data');
say(
  String(
    await deliverWebhooks(
      { db, engine, clock: systemClock },
      { ms: 30_000, to: outside(parseNetworks('127.0.0.1').networks) },
    ),
  ),
);
process.exit(0);
