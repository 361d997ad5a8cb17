import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import type { Channel } from './channel';
import { drainNotifications } from './drain-notifications';

type Telling = { channels: Promise<Channel[]> | null; under: Promise<void> | null; again: boolean };
const holder = globalThis as typeof globalThis & { countersignTelling?: Telling };

const state = () => (holder.countersignTelling ??= { channels: null, under: null, again: false });

/** Loaded when they are first needed: most starts of a serverless host send nothing. */
async function openChannels(): Promise<Channel[]> {
  if (env().mail.kind === 'none') return [];
  const { mailChannel } = await import('@/lib/mail/mail-channel');
  return [mailChannel(env())].filter((channel) => channel !== null);
}

async function tell({ db, engine, clock }: Pick<Context, 'db' | 'engine' | 'clock'>, telling: Telling): Promise<void> {
  const { linkSecrets: secrets, appUrl, digestHour } = env();
  do {
    telling.again = false;
    await (telling.channels ??= openChannels())
      .then((channels) => drainNotifications({ db, engine, clock, secrets, appUrl, digestHour, channels }))
      .catch((error: unknown) => log.error('people could not be told; the sweep will', { error }));
  } while (telling.again);
}

/**
 * Tells people what happened since the last time, through the channels of this desk. Called by sweeps and after what
 * people do; calls at the same time share one look. Never throws: nothing else may depend on it.
 */
export function tellPeople(context: Pick<Context, 'db' | 'engine' | 'clock'>): Promise<void> {
  const telling = state();
  telling.again = true;
  return (telling.under ??= tell(context, telling).finally(() => (telling.under = null)));
}
