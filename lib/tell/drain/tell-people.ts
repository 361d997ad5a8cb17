import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import type { Channel } from '@/lib/tell/messages/channel';
import type { NoticeDesk } from '@/lib/tell/messages/compose';
import { drainNotifications } from './drain-notifications';

type Opened = (desk: NoticeDesk) => Channel;
type Telling = { channels: Promise<Opened[]> | null; under: Promise<void> | null; again: boolean };
const holder = globalThis as typeof globalThis & { countersignTelling?: Telling };

const state = () => (holder.countersignTelling ??= { channels: null, under: null, again: false });

/** Loaded when they are first needed: most starts of a serverless host send nothing. */
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

async function tell(
  { db, engine, clock }: Pick<Context, 'db' | 'engine' | 'clock'>,
  telling: Telling,
): Promise<void> {
  const { linkSecrets: secrets, appUrl, digestHour, digestTimeZone } = env();
  const desk = { db, engine, clock, secrets, appUrl };
  do {
    telling.again = false;
    const channels = await (telling.channels ??= openChannels());
    await drainNotifications({
      ...desk,
      digestHour,
      digestTimeZone,
      channels: channels.map((open) => open(desk)),
    });
  } while (telling.again);
}

/**
 * Tells people what happened since the last time, through the channels of this desk. Calls at the same time share one look. @throws when people could not be told
 */
export function tellEverybody(context: Pick<Context, 'db' | 'engine' | 'clock'>): Promise<void> {
  const telling = state();
  telling.again = true;
  return (telling.under ??= tell(context, telling).finally(() => (telling.under = null)));
}
