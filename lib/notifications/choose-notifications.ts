import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { notificationChannels, notificationKinds, type NotificationChannel, type NotificationKind } from '@/db/enums';
import { notificationPreferences } from '@/db/schema';
import { runBatch } from '@/db/guarded';
import { audit } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import { forbidden } from '@/lib/errors';
import { parse } from '@/lib/parse';

export const chooseNotificationsInput = z.partialRecord(z.enum(notificationKinds), z.array(z.enum(notificationChannels))).meta({ description: 'The channels of each kind; kinds that are left out stay as they are.' });

/** The channels of each kind, as a person chose them. */
export type ChosenChannels = Record<NotificationKind, readonly NotificationChannel[]>;

/** What the actor is told, and where; all of it, until they choose. @throws forbidden for who is no person */
export async function chosenNotifications({ db, actor }: Pick<Context, 'db' | 'actor'>): Promise<ChosenChannels> {
  if (actor.kind !== 'user') throw forbidden('Only people are told of things.');
  const rows = await db.select().from(notificationPreferences).where(eq(notificationPreferences.userId, actor.id));
  const chosen = new Map(rows.map(({ kind, channels }) => [kind, channels]));
  const entries = notificationKinds.map((kind): [NotificationKind, readonly NotificationChannel[]] => [kind, chosen.get(kind) ?? notificationChannels]);
  return Object.fromEntries(entries) as ChosenChannels;
}

/** Keeps what a person wants to be told, and where. Only for themselves. @throws forbidden, invalid */
export async function chooseNotifications(ctx: Context, input: unknown): Promise<ChosenChannels> {
  const { actor, db } = ctx;
  if (actor.kind !== 'user') throw forbidden('Only people are told of things.');
  const wanted = parse(chooseNotificationsInput, input);
  const before = await chosenNotifications(ctx);
  const changed = notificationKinds.flatMap((kind) => {
    const channels = wanted[kind] && [...new Set(wanted[kind])].toSorted();
    return channels && channels.join() !== [...before[kind]].toSorted().join() ? [{ kind, channels }] : [];
  });
  if (changed.length === 0) return before;
  const told = (of: (kind: NotificationKind) => readonly NotificationChannel[]) => Object.fromEntries(changed.map(({ kind }) => [kind, [...of(kind)]]));
  await runBatch(db, [
    ...changed.map(({ kind, channels }) => db.insert(notificationPreferences).values({ userId: actor.id, kind, channels }).onConflictDoUpdate({ target: [notificationPreferences.userId, notificationPreferences.kind], set: { channels } })),
    audit(ctx, { verb: 'notifications.chosen', before: told((kind) => before[kind]), after: told((kind) => wanted[kind] ?? []) }),
  ]);
  return chosenNotifications(ctx);
}
