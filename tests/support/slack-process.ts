import { createInterface } from 'node:readline';
import { drizzle } from 'drizzle-orm/libsql';
import { openClient, type Database } from '@/db/client';
import * as schema from '@/db/schema';
import { systemClock } from '@/lib/base/clock';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { drainNotifications } from '@/lib/tell/drain/drain-notifications';
import { openSlack } from '@/lib/tell/slack/slack-api';
import { slackChannel } from '@/lib/tell/slack/slack-channel';
import { watched } from './mortal-disk';

/**
 * A process that notifies people in Slack, for tests that run several or kill one: `slack-process <app url>
 * <store url> <slack url> <token> [hold]`. Prints `ready`, then for each line of input notifies people and
 * prints how many messages it sent. Before the first write containing `hold` it prints `held` and waits.
 */
const [url = '', storeUrl = '', apiUrl = '', botToken = '', hold = ''] = process.argv.slice(2);
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
const desk = {
  db,
  engine,
  clock: systemClock,
  secrets: [{ name: 'test', secret: 'a-secret-that-signs-links-in-tests' }],
  appUrl: 'https://desk.example.com',
};

const channels = [slackChannel(desk, openSlack({ botToken, apiUrl }))];

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
say('ready');
while (!(await lines.next()).done)
  say(String((await drainNotifications({ ...desk, digestHour: 24, channels })).sent));
// The parent process is gone.
process.exit(0);
