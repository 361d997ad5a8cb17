import { sql } from 'drizzle-orm';
import { slackMessages } from '@/db/schema';
import { ChannelError, type Channel, type Outgoing, type Question } from '@/lib/tell/messages/channel';
import type { NoticeDesk } from '@/lib/tell/messages/compose';
import type { NoteCode } from '@/lib/base/reasons';
import { findMember, hasAddress } from './find-person';
import { noticeMessage } from './notice-message';
import { refreshMessages } from './refresh-messages';
import { SlackError, type MessagePlace, type SlackApi } from './slack-api';

/** A member may leave between being found and getting the message. */
const notThere = new Set([
  'channel_not_found',
  'user_not_found',
  'user_not_visible',
  'user_disabled',
  'cannot_dm_bot',
]);

function channelError(error: unknown): unknown {
  if (!(error instanceof SlackError)) return error;
  if (error.word !== null && notThere.has(error.word))
    return new ChannelError('not_in_slack' satisfies NoteCode, 'nobody', { cause: error });
  return new ChannelError(error.message, error.kind, { cause: error }, error.retryAfterMs);
}

/**
 * The Slack member for a person, by their address if it is verified here.
 * @throws ChannelError nobody; SlackError
 */
async function memberFor(
  { db }: NoticeDesk,
  slack: SlackApi,
  { id, email }: Outgoing['to'],
): Promise<string> {
  const verified = await db.get<{ yes: number }>(sql`select ${hasAddress(id, email.toLowerCase())} as yes`);
  if (verified?.yes !== 1) throw new ChannelError('address_unverified' satisfies NoteCode, 'nobody');
  const member = await findMember(slack, email);
  if (member === null) throw new ChannelError('not_in_slack' satisfies NoteCode, 'nobody');
  return member;
}

/**
 * Stores a question's message, and schedules an update if the question changed meanwhile. If the process dies
 * before this, the question is sent twice: the stored message is locked when it is settled, the other when
 * somebody presses its buttons.
 */
async function keepMessage(
  { db, clock }: NoticeDesk,
  { channel, ts }: MessagePlace,
  { task }: Question,
  kind: Outgoing['kind'],
  userId: string,
): Promise<void> {
  const now = clock.now();
  const unchanged = sql`exists (select 1 from tasks t where t.id = ${task.taskId} and t.state = ${task.state} and t.payload_digest = ${task.payloadDigest} and t.candidates = ${JSON.stringify(task.candidates)})`;
  await db
    .insert(slackMessages)
    .values({
      channel,
      ts,
      kind,
      taskId: task.taskId,
      userId,
      sentAt: now,
      dueAt: sql`case when ${unchanged} then null else ${now.getTime()} end`,
    })
    .onConflictDoNothing();
}

/** Slack as a channel. */
export function slackChannel(desk: NoticeDesk, slack: SlackApi): Channel {
  return {
    name: 'slack',
    send: async ({ kind, to, notice, question }) => {
      try {
        const at = await slack.post(
          await memberFor(desk, slack, to),
          await noticeMessage(desk, notice, question),
        );
        if (question) await keepMessage(desk, at, question, kind, to.id);
      } catch (error) {
        throw channelError(error);
      }
    },
    refresh: () => refreshMessages(desk, slack),
  };
}
