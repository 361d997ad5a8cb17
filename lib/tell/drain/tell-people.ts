import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import type { Channel } from '@/lib/tell/messages/channel';
import type { NoticeDesk } from '@/lib/tell/messages/compose';
import { drainNotifications } from './drain-notifications';

type TellingContext = Pick<Context, 'db' | 'engine' | 'clock'>;
type Opened = (desk: NoticeDesk) => Channel;
type Telling = {
  channels: Promise<Opened[]> | null;
  under: Promise<void> | null;
  next: Promise<void> | null;
};
const holder = globalThis as typeof globalThis & { countersignTelling?: Telling };

const state = () => (holder.countersignTelling ??= { channels: null, under: null, next: null });

/** Loaded on first use: most starts of a serverless host send nothing. */
async function openChannels(): Promise<Opened[]> {
  const opened: Opened[] = [];
  const { mail, slack } = env();
  if (mail.kind !== 'none') {
    const channel = (await import('@/lib/tell/mail/mail-channel')).mailChannel(env());
    if (channel) opened.push(() => channel);
  }
  if (slack) {
    const [{ openSlack }, { slackChannel }] = await Promise.all([
      import('@/lib/tell/slack/slack-api'),
      import('@/lib/tell/slack/slack-channel'),
    ]);
    const api = openSlack(slack);
    opened.push((desk) => slackChannel(desk, api));
  }
  return opened;
}

async function tell({ db, engine, clock }: TellingContext, telling: Telling): Promise<void> {
  const { linkSecrets: secrets, appUrl, digestHour, digestTimeZone } = env();
  const desk = { db, engine, clock, secrets, appUrl };
  const channels = await (telling.channels ??= openChannels());
  await drainNotifications({
    ...desk,
    digestHour,
    digestTimeZone,
    channels: channels.map((open) => open(desk)),
  });
}

/**
 * Notifies people of everything since the last round. A round under way may have passed the newest events, so
 * all callers meanwhile share the next one, and nobody waits for more than two.
 * @throws when notifications could not be sent
 */
export function tellEverybody(context: TellingContext): Promise<void> {
  const telling = state();
  const { under } = telling;
  if (!under) return (telling.under = tell(context, telling).finally(() => (telling.under = null)));
  const again = () => {
    telling.next = null;
    return tellEverybody(context);
  };
  return (telling.next ??= under.then(again, again));
}
