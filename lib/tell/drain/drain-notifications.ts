import { traced } from '@/lib/base/telemetry/traced';
import { isStopping } from '@/lib/base/shutdown';
import type { Channel } from '@/lib/tell/messages/channel';
import { collectDigest, collectNotifications } from './collect';
import type { NoticeDesk } from '@/lib/tell/messages/compose';
import { expandNotifications } from '@/lib/tell/messages/expand';
import { sendDeliveries, type Sent } from '@/lib/tell/messages/send';

export type NotifyingDesk = NoticeDesk & {
  channels: readonly Channel[];
  digestHour: number;
  digestTimeZone?: string;
};

const roundsAtMost = 20;

async function whileMore(work: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < roundsAtMost && !isStopping(); round++) if (!(await work())) return;
}

/**
 * Sends notifications: from the audit log to notifications, to messages, through people's channels. Each part
 * can be repeated after a crash, in any number of processes; runs do not wait for it.
 */
export function drainNotifications(desk: NotifyingDesk): Promise<Sent> {
  return traced('notifications', {}, async () => {
    await whileMore(() => collectNotifications(desk));
    await collectDigest(desk, desk.digestHour, desk.digestTimeZone);
    await whileMore(() =>
      expandNotifications(
        desk,
        desk.channels.map(({ name }) => name),
      ),
    );
    return sendDeliveries(desk, desk.channels);
  });
}
