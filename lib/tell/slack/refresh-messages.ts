import { and, asc, eq, not, sql, type InferSelectModel, type SQL } from 'drizzle-orm';
import { auditEvents, slackMessages, tasks } from '@/db/schema';
import { databaseNow, isClaimed } from '@/db/database-now';
import { runBatch } from '@/db/guarded';
import { loadPerson } from '@/lib/accounts/sign-in/load-person';
import type { Context } from '@/lib/people/context';
import { AppError } from '@/lib/base/errors';
import { log } from '@/lib/base/log';
import { composeNotice, type NoticeDesk } from '@/lib/tell/messages/compose';
import { longestRestMs, restFor } from '@/lib/tell/messages/rest';
import { deliveryRetryMs, longestRetryMs } from '@/lib/tell/messages/send';
import { wordsOf } from '@/lib/base/plain-error';
import { cutText } from '@/lib/base/readable/cut';
import { isStopping } from '@/lib/base/shutdown';
import { getTask } from '@/lib/desk/tasks/get-task';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { slackTexts as texts } from '@/lib/base/texts/slack';
import { endOf, lockedMessage } from './messages';
import { noticeMessage } from './notice-message';
import { SlackError, type SlackApi, type SlackMessage } from './slack-api';

type Message = InferSelectModel<typeof slackMessages>;
type Claimed = Message & { dueAt: Date; claimedUntil: Date };

const messagesAtOnce = 100;
/** What somebody has in hand is theirs for this long; longer than a call to Slack may take. */
const claimMs = 60_000;

const itself = ({ channel, ts }: Message) =>
  and(eq(slackMessages.channel, channel), eq(slackMessages.ts, ts));
const claimed = (message: Claimed) =>
  and(itself(message), eq(slackMessages.claimedUntil, message.claimedUntil));

/** The question as its person may see it; null when they may not any more, or their account is closed. */
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
  // It is asked for at once, and done when the run has gone back.
  const takenBack = await db.$count(auditEvents, eq(auditEvents.key, `decision.revised:${task.taskId}`));
  return takenBack > 0 ? texts.takenBack : endOf(task);
}

/** What a message says now: still the question, with its buttons, or what it came to. */
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

const isFree = not(isClaimed(slackMessages.claimedUntil, claimMs));

async function claim({ db }: NoticeDesk, message: Message & { dueAt: Date }): Promise<Claimed | null> {
  const { dueAt } = message;
  const [mine] = await db
    .update(slackMessages)
    .set({ claimedUntil: sql`${databaseNow} + ${claimMs}`, attempts: message.attempts + 1 })
    .where(
      and(
        itself(message),
        isFree,
        eq(slackMessages.dueAt, dueAt),
        eq(slackMessages.attempts, message.attempts),
      ),
    )
    .returning();
  return mine?.claimedUntil ? { ...mine, dueAt, claimedUntil: mine.claimedUntil } : null;
}

/** What nobody has tried yet since it was outdated, and what waits for another try until its time comes, by whatever clock. */
const isDue = (now: Date): SQL =>
  sql`${slackMessages.dueAt} is not null and ${isFree} and (${slackMessages.attempts} = 0
    or not ${slackMessages.dueAt} between ${now.getTime() + 1} and ${now.getTime() + longestRetryMs})`;

/** What happened to the question in the meantime made it due again, and it stays so. */
async function settle(
  { db, clock }: NoticeDesk,
  message: Claimed,
  locked: boolean,
  note: string | null,
): Promise<void> {
  const dueAt = sql`case when ${slackMessages.dueAt} = ${message.dueAt.getTime()} then null else ${slackMessages.dueAt} end`;
  await db
    .update(slackMessages)
    .set({ claimedUntil: null, attempts: 0, note, lockedAt: locked ? clock.now() : null, dueAt })
    .where(claimed(message));
}

async function tryLater({ db, clock }: NoticeDesk, message: Claimed, error: unknown): Promise<void> {
  const askedForMs =
    error instanceof SlackError && error.retryAfterMs !== null
      ? Math.min(error.retryAfterMs, longestRestMs)
      : null;
  const dueAt = new Date(clock.now().getTime() + (askedForMs ?? deliveryRetryMs(message.attempts)));
  log.warn('a message in Slack could not be brought up to date; it will be tried again', {
    taskId: message.taskId,
    attempts: message.attempts,
    error,
  });
  await runBatch(db, [
    db
      .update(slackMessages)
      .set({ dueAt, claimedUntil: null, note: cutText(wordsOf(error), 500) })
      .where(claimed(message)),
    ...(askedForMs === null ? [] : [restFor({ db }, 'slack', askedForMs)]),
  ]);
}

async function bringUpToDate(
  desk: NoticeDesk,
  slack: SlackApi,
  message: Claimed,
): Promise<'done' | 'later' | 'away'> {
  try {
    const { said, locked } = await saidNow(desk, message);
    await slack.update({ channel: message.channel, ts: message.ts }, said);
    await settle(desk, message, locked, null);
    return 'done';
  } catch (error) {
    if (error instanceof SlackError && error.kind === 'permanent') {
      // Deleted, or too old to be changed: there is nothing left to do. Its buttons, if any, answer nothing any more.
      log.warn('a message in Slack cannot be brought up to date', { taskId: message.taskId, error });
      await settle(desk, message, true, cutText(wordsOf(error), 500));
      return 'done';
    }
    await tryLater(desk, message, error);
    return error instanceof SlackError ? 'away' : 'later';
  }
}

/**
 * Makes the messages that something happened to say so: locked with the outcome and who gave it, whichever channel it
 * came by, or a question again. At least once, each claimed first, tried again for as long as it takes. Bounded.
 * @returns whether Slack is there
 */
export async function refreshMessages(desk: NoticeDesk, slack: SlackApi): Promise<boolean> {
  const due = await desk.db
    .select()
    .from(slackMessages)
    .where(isDue(desk.clock.now()))
    .orderBy(asc(slackMessages.dueAt), asc(slackMessages.ts))
    .limit(messagesAtOnce);
  for (const { dueAt, ...message } of due) {
    if (isStopping()) break;
    const mine = dueAt && (await claim(desk, { ...message, dueAt }));
    if (mine && (await bringUpToDate(desk, slack, mine)) === 'away') return false;
  }
  return true;
}
