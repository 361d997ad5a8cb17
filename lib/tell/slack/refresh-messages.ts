import { and, eq, ne, sql } from 'drizzle-orm';
import { outbox, slackMessages, tasks } from '@/db/schema';
import { loadPerson } from '@/lib/accounts/sign-in/load-person';
import type { Context } from '@/lib/people/context';
import { AppError } from '@/lib/base/errors';
import { composeNotice, type NoticeDesk } from '@/lib/tell/messages/compose';
import { updateBackOff } from '@/lib/tell/queue/back-off';
import type { Claimed, Queue } from '@/lib/tell/queue/queue';
import { sendDue, type Attempt } from '@/lib/tell/queue/send-due';
import { wordsOf } from '@/lib/base/plain-error';
import { cutText } from '@/lib/base/readable/cut';
import { getTask } from '@/lib/desk/tasks/get-task';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { slackTexts as texts } from '@/lib/base/texts/slack';
import { endOf, lockedMessage } from './messages';
import { noticeMessage } from './notice-message';
import { SlackError, type SlackApi, type SlackMessage } from './slack-api';

type Table = typeof slackMessages;
type Message = Claimed<Table>;

const messagesAtOnce = 100;

const updateQueue: Queue<Table> = {
  table: slackMessages,
  key: ['channel', 'ts'],
  first: slackMessages.ts,
  owed: sql`${slackMessages.dueAt} is not null`,
  claimMs: 60_000,
  backOff: updateBackOff,
};

/** The question as its recipient may see it; null when they no longer may, or their account is closed. */
async function seenBy(
  { db, engine, clock }: NoticeDesk,
  { userId, taskId }: Message,
): Promise<TaskDetail | null> {
  const actor = await loadPerson(db, userId);
  const ctx: Context | null = actor && { actor, channel: 'slack', db, engine, clock };
  try {
    return ctx && (await getTask(ctx, taskId));
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

async function endFor({ db }: NoticeDesk, task: TaskDetail | null): Promise<string> {
  if (!task) return texts.notYours;
  if (task.state === 'open')
    return task.refusal?.code === 'expired'
      ? texts.expired
      : task.refusal?.code === 'not_candidate'
        ? texts.notYours
        : (task.refusal?.reason ?? texts.changed);
  // The decision row is marked as revised only after the run has gone back.
  const owed = and(eq(outbox.taskId, task.taskId), eq(outbox.kind, 'revise'), ne(outbox.state, 'done'));
  const reopening = await db.$count(outbox, owed);
  return reopening > 0 ? texts.reopened : endOf(task);
}

/** A message's current content: still the question with its buttons, or its result. */
async function saidNow(desk: NoticeDesk, message: Message): Promise<{ said: SlackMessage; locked: boolean }> {
  const { kind, userId, taskId } = message;
  const composed = await composeNotice(desk, { kind, userId, taskId, runId: null, data: null });
  if (!('skip' in composed))
    return { said: await noticeMessage(desk, composed.notice, composed.question), locked: false };
  const task = await seenBy(desk, message);
  const [row] = await desk.db.select({ title: tasks.title }).from(tasks).where(eq(tasks.id, taskId));
  return {
    said: lockedMessage(row?.title ?? '', await endFor(desk, task), `${desk.appUrl}/tasks/${taskId}`),
    locked: true,
  };
}

/** An event in the meantime has made it due again, and it stays due. */
const settled = ({ clock }: NoticeDesk, message: Message, locked: boolean) => ({
  attempts: 0,
  lockedAt: locked ? clock.now() : null,
  dueAt: sql`case when ${slackMessages.dueAt} = ${message.dueAt?.getTime() ?? null} then null else ${slackMessages.dueAt} end`,
});

async function bringUpToDate(desk: NoticeDesk, slack: SlackApi, message: Message): Promise<Attempt<Table>> {
  try {
    const { said, locked } = await saidNow(desk, message);
    await slack.update({ channel: message.channel, ts: message.ts }, said);
    return { came: 'sent', values: { ...settled(desk, message, locked), note: null } };
  } catch (error) {
    const fault = error instanceof SlackError ? error : null;
    return {
      came: fault && fault.kind !== 'permanent' ? 'away' : 'failed',
      values: { note: cutText(wordsOf(error), 500) },
      fault: { permanent: fault?.kind === 'permanent', retryAfterMs: fault?.retryAfterMs ?? null },
      error,
    };
  }
}

/**
 * Updates outdated messages: locked with the outcome and its person, whichever channel it came by, or a
 * question again. Retried until it succeeds. Bounded.
 * @returns whether Slack is available
 */
export async function refreshMessages(desk: NoticeDesk, slack: SlackApi): Promise<boolean> {
  const { away } = await sendDue(
    desk,
    {
      queue: updateQueue,
      attempt: (message) => bringUpToDate(desk, slack, message),
      // Deleted or too old to change: nothing is left to do, and its buttons no longer answer.
      giveUp: (message) => ({ values: settled(desk, message, true) }),
      rests: 'slack',
      name: 'an update of a message in Slack',
      about: ({ taskId }) => ({ taskId }),
    },
    (result) => result.away || result.tried >= messagesAtOnce,
  );
  return !away;
}
