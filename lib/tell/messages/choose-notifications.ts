import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  notificationChannels,
  notificationKinds,
  type NotificationChannel,
  type NotificationKind,
} from '@/db/enums';
import { notificationPreferences } from '@/db/schema';
import { upsert } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { forbidden } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';

export const chooseNotificationsInput = z
  .partialRecord(z.enum(notificationKinds), z.array(z.enum(notificationChannels)))
  .meta({ description: 'The channels of each kind; kinds that are left out stay as they are.' });

/** The channels of each kind, as a person chose them. */
export type ChosenChannels = Record<NotificationKind, readonly NotificationChannel[]>;

/** The channels that people can choose on this desk. Of mail the page says itself when there is none. */
export const offeredChannels = ({ slack } = env()): NotificationChannel[] =>
  notificationChannels.filter((channel) => channel !== 'slack' || slack !== null);

/** All channels of each kind, until they choose. @throws forbidden for who is no person */
async function keptChoice({ db, actor }: Pick<Context, 'db' | 'actor'>): Promise<ChosenChannels> {
  if (actor.kind !== 'user') throw forbidden('Only people are told of things.');
  const rows = await db
    .select()
    .from(notificationPreferences)
    .where(eq(notificationPreferences.userId, actor.id));
  const chosen = new Map(rows.map(({ kind, channels }) => [kind, channels]));
  const entries = notificationKinds.map((kind): [NotificationKind, readonly NotificationChannel[]] => [
    kind,
    chosen.get(kind) ?? notificationChannels,
  ]);
  return Object.fromEntries(entries) as ChosenChannels;
}

/** True unless just this was chosen meanwhile, in another window say. */
const isOtherThan = (userId: string, kind: NotificationKind, channels: readonly NotificationChannel[]) =>
  sql`not exists (select 1 from ${notificationPreferences} p
    where p.user_id = ${userId} and p.kind = ${kind} and p.channels = ${JSON.stringify(channels)})`;

const among = (channels: readonly NotificationChannel[], offered: readonly NotificationChannel[]) =>
  channels.filter((channel) => offered.includes(channel));

/** What the actor is told, and where, of what this desk offers; all of it, until they choose. @throws forbidden for who is no person */
export async function chosenNotifications(
  ctx: Pick<Context, 'db' | 'actor'>,
  offered = offeredChannels(),
): Promise<ChosenChannels> {
  const kept = await keptChoice(ctx);
  const entries = notificationKinds.map((kind): [NotificationKind, readonly NotificationChannel[]] => [
    kind,
    among(kept[kind], offered),
  ]);
  return Object.fromEntries(entries) as ChosenChannels;
}

/**
 * Keeps what a person wants to be told, and where. Only for themselves. What they chose of channels that are not offered
 * just now stays as it is. @throws forbidden, invalid
 */
export async function chooseNotifications(
  ctx: Context,
  input: unknown,
  offered = offeredChannels(),
): Promise<ChosenChannels> {
  const { actor } = ctx;
  if (actor.kind !== 'user') throw forbidden('Only people are told of things.');
  const wanted = parse(chooseNotificationsInput, input);
  const before = await keptChoice(ctx);
  const changed = notificationKinds.flatMap((kind) => {
    const channels =
      wanted[kind] &&
      notificationChannels.filter((channel) =>
        (offered.includes(channel) ? wanted[kind] : before[kind])?.includes(channel),
      );
    return channels && channels.join() !== before[kind].toSorted().join() ? [{ kind, channels }] : [];
  });
  const now = {
    ...before,
    ...Object.fromEntries(changed.map(({ kind, channels }) => [kind, channels])),
  } as ChosenChannels;
  const told = (chosen: ChosenChannels) =>
    Object.fromEntries(changed.map(({ kind }) => [kind, among(chosen[kind], offered)]));
  if (changed.length > 0)
    await commit(ctx, {
      when: sql.join(
        changed.map(({ kind, channels }) => isOtherThan(actor.id, kind, channels)),
        sql` or `,
      ),
      event: { verb: 'notifications.chosen', before: told(before), after: told(now) },
      changes: changed.map(({ kind, channels }) =>
        upsert(
          notificationPreferences,
          { userId: actor.id, kind, channels },
          [notificationPreferences.userId, notificationPreferences.kind],
          { channels },
        ),
      ),
    });
  return chosenNotifications(ctx, offered);
}
