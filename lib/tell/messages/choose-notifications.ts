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

/** A person's chosen channels for each kind. */
export type ChosenChannels = Record<NotificationKind, readonly NotificationChannel[]>;

/** The channels that people can choose on this desk. The page itself notes when there is no mail. */
export const offeredChannels = ({ slack } = env()): NotificationChannel[] =>
  notificationChannels.filter((channel) => channel !== 'slack' || slack !== null);

/**
 * The person's choice; all channels of each kind by default.
 * @throws forbidden unless the actor is a person
 */
async function keptChoice({ db, actor }: Pick<Context, 'db' | 'actor'>): Promise<ChosenChannels> {
  if (actor.kind !== 'user') throw forbidden('only_signed_in');
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

/** True unless the same choice was stored meanwhile, e.g. in another window. */
const isOtherThan = (userId: string, kind: NotificationKind, channels: readonly NotificationChannel[]) =>
  sql`not exists (select 1 from ${notificationPreferences} p
    where p.user_id = ${userId} and p.kind = ${kind} and p.channels = ${JSON.stringify(channels)})`;

const among = (channels: readonly NotificationChannel[], offered: readonly NotificationChannel[]) =>
  channels.filter((channel) => offered.includes(channel));

/**
 * The actor's choice among the channels this desk offers; all by default.
 * @throws forbidden unless the actor is a person
 */
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
 * Stores the actor's own choice of notifications. Choices for channels that are not offered now are kept.
 * @throws forbidden, invalid
 */
export async function chooseNotifications(
  ctx: Context,
  input: unknown,
  offered = offeredChannels(),
): Promise<ChosenChannels> {
  const { actor } = ctx;
  if (actor.kind !== 'user') throw forbidden('only_signed_in');
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
