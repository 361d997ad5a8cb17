import type { NotificationRow } from '@/db/schema';
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { notificationPreferences, tasks, users } from '@/db/schema';
import { isLost } from '@/lib/desk/tasks/is-lost';
import { bansOwn, isEligible, names } from '@/lib/people/eligibility';
import type { Database } from '@/db/client';
import { linkMessageKinds, notificationChannels, type NotificationChannel, type ToldKind } from '@/db/enums';

/** Whether one of these principals includes the person; the list is a JSON array in SQL. */
const isOneOf = (principals: SQL) =>
  sql`exists (select 1 from json_each(${principals}) p where ${names(sql`p.value`, users)})`;

/** Everybody with an open task that they may answer. */
const hasOpenTask = sql`exists (select 1 from ${tasks} t where t.state = 'open' and not ${isLost(sql`t.run_id`)} and ${isEligible(sql`t`, users)})`;

/**
 * A notification's current recipients: members of its groups and roles with open accounts, and for requests
 * for an answer without a requester who may not give it.
 */
export async function recipientsOf(
  db: Database,
  { kind, principals, taskId }: NotificationRow,
): Promise<string[]> {
  const asks = kind === 'task' || kind === 'reminder' || kind === 'escalation';
  const who =
    kind === 'digest'
      ? hasOpenTask
      : isOneOf(
          principals
            ? sql`${JSON.stringify(principals)}`
            : sql`(select candidates from ${tasks} t where t.id = ${taskId})`,
        );
  const notOwn = asks
    ? sql`not exists (select 1 from ${tasks} t where t.id = ${taskId} and t.requester_id = ${users.id} and ${bansOwn()})`
    : undefined;
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.banned, false), who, notOwn));
  return rows.map(({ id }) => id);
}

/** Messages about links: people cannot switch them off, and they are never held back by the limit. */
export const isLinkKind = (kind: ToldKind): kind is (typeof linkMessageKinds)[number] =>
  (linkMessageKinds as readonly ToldKind[]).includes(kind);

/**
 * The channels that each of these people wants for a kind: all by default. Messages about links go by mail.
 */
export async function channelsWanted(
  db: Database,
  kind: ToldKind,
  userIds: readonly string[],
): Promise<Map<string, readonly NotificationChannel[]>> {
  if (isLinkKind(kind)) return new Map(userIds.map((id) => [id, ['mail']]));
  const chosen = await db
    .select()
    .from(notificationPreferences)
    .where(
      and(eq(notificationPreferences.kind, kind), inArray(notificationPreferences.userId, [...userIds])),
    );
  const byId = new Map(chosen.map(({ userId, channels }) => [userId, channels]));
  return new Map(userIds.map((id) => [id, byId.get(id) ?? notificationChannels]));
}
