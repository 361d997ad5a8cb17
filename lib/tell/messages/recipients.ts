import type { NotificationRow } from '@/db/schema';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { groupMembers, notificationPreferences, taskCandidates, tasks, users } from '@/db/schema';
import type { Database } from '@/db/client';
import { linkMessageKinds, notificationChannels, type NotificationChannel, type ToldKind } from '@/db/enums';

/** True for an open account that one of these principals names; the list is a JSON array in SQL. */
const isOneOf = (
  principals: ReturnType<typeof sql>,
) => sql`exists (select 1 from json_each(${principals}) p where p.value = 'user:' || ${users.id}
  or exists (select 1 from ${groupMembers} m where m.user_id = ${users.id} and p.value = 'group:' || m.group_id)
  or (p.value like 'role:%' and instr(',' || ${users.role} || ',', ',' || substr(p.value, 6) || ',') > 0))`;

/** Everybody with an open task that they may answer. */
const hasOpenTask = sql`exists (select 1 from ${taskCandidates} c join ${tasks} t on t.id = c.task_id where c.open = 1 and t.state = 'open'
  and (json_extract(t.policy, '$.forbidSelfApproval') = 0 or t.requester_id <> ${users.id})
  and (c.principal = 'user:' || ${users.id}
    or exists (select 1 from ${groupMembers} m where m.user_id = ${users.id} and c.principal = 'group:' || m.group_id)
    or (c.principal like 'role:%' and instr(',' || ${users.role} || ',', ',' || substr(c.principal, 6) || ',') > 0)))`;

/**
 * The people a notification is for at this moment: groups and roles as they are now, without closed accounts, and for what
 * asks for an answer without the requester who may not give it.
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
    ? sql`not exists (select 1 from ${tasks} t where t.id = ${taskId} and t.requester_id = ${users.id} and json_extract(t.policy, '$.forbidSelfApproval') <> 0)`
    : undefined;
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.banned, false), who, notOwn));
  return rows.map(({ id }) => id);
}

/** Not one of the kinds that people choose channels for, and never held back to spare them. */
export const isLinkKind = (kind: ToldKind): kind is (typeof linkMessageKinds)[number] =>
  (linkMessageKinds as readonly ToldKind[]).includes(kind);

/** The channels that each of these people wants for a kind: all, unless they chose. What concerns their links they are mailed. */
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
