import { and, eq, sql } from 'drizzle-orm';
import { users } from '@/db/schema';
import type { Database } from '@/db/client';
import { loadPerson } from '@/lib/accounts/sign-in/load-person';
import type { UserActor } from '@/lib/people/context';
import type { SlackApi, SlackUser, Workspace } from './slack-api';

/**
 * The address that Slack has verified; null for bots, closed accounts and people of other organisations, who
 * can set any address.
 */
function vouchedAddress(user: SlackUser, workspace: Workspace): string | null {
  const { deleted, is_bot, is_stranger, is_email_confirmed, team_id, enterprise_user, profile } = user;
  const ours =
    team_id === workspace.team_id ||
    (typeof workspace.enterprise_id === 'string' &&
      enterprise_user?.enterprise_id === workspace.enterprise_id);
  if (!ours || deleted || is_bot || is_stranger || is_email_confirmed === false) return null;
  return profile.email?.trim().toLowerCase() || null;
}

/** True while this open account has this address, and it is verified. */
export const hasAddress = (userId: string, address: string) =>
  sql`exists (select 1 from ${users} u where u.id = ${userId} and lower(u.email) = ${address} and u.email_verified = 1 and u.banned = 0)`;

/**
 * The id of the member with this address, as far as Slack has verified it; null when there is none.
 * @throws SlackError
 */
export async function findMember(slack: SlackApi, email: string): Promise<string | null> {
  const user = await slack.userByEmail(email);
  return user && vouchedAddress(user, await slack.workspace()) === email.toLowerCase() ? user.id : null;
}

/**
 * The desk's person for a workspace member, by mail address, looked up each time; null when unknown.
 * @throws SlackError
 */
export async function findPerson(
  db: Database,
  slack: SlackApi,
  slackUserId: string,
): Promise<{ actor: UserActor; address: string } | null> {
  const [user, workspace] = await Promise.all([slack.user(slackUserId), slack.workspace()]);
  const address = vouchedAddress(user, workspace);
  if (address === null) return null;
  const [found] = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(eq(sql`lower(${users.email})`, address), eq(users.emailVerified, true), eq(users.banned, false)),
    );
  const actor = found ? await loadPerson(db, found.id) : null;
  return actor && { actor, address };
}
