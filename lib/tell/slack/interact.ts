import type { Context } from '@/lib/people/context';
import { AppError, issuesIn } from '@/lib/base/errors';
import { sentenceOf } from '@/lib/base/reasons';
import { log } from '@/lib/base/log';
import type { DecisionReceipt } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { slackTexts as texts } from '@/lib/base/texts/slack';
import { decideInSlack, openTaskInSlack, type OpenQuestion, type SlackDesk } from './decide-in-slack';
import { readAsked, readAskedFrom, type Asked } from './asked';
import type { Pressed, Submitted } from './interaction';
import { endOf, lockedMessage, outcomeActionId } from './messages';
import { decisionModal, decisionModalId, errorsByBlock, noticeModal, readModal, wayOf } from './modal';
import { outdatedMessage } from './outdate-messages';
import { SlackError, type MessagePlace } from './slack-api';
import { auditSlackRefusal, SlackRefused, slackRefusals } from './slack-refusal';

/** A recorded answer; its run must be driven next. */
export type Recorded = { ctx: Context; receipt: DecisionReceipt };

/** The response's body to an interaction (null: empty), and the work for after the response. */
export type Reaction = { body: object | null; recorded: Recorded | null; rest: () => Promise<void> };

/** Best-effort work: the answer stands without it. */
async function kindly(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn(`${what} in Slack failed`, { error });
  }
}

/** Shows a question's result in its message, for a person who may see it. */
async function lock(
  { slack, appUrl }: SlackDesk,
  ctx: Context,
  taskId: string,
  at: MessagePlace,
): Promise<void> {
  const task = await getTask(ctx, taskId);
  await slack.update(at, lockedMessage(task.title, endOf(task), `${appUrl}/tasks/${taskId}`));
}

/**
 * Audits a refusal, and updates the message if the person who pressed may see the task.
 * @returns the text for them
 */
async function refused(
  desk: SlackDesk,
  error: unknown,
  slackUser: string,
  asked: Asked | null,
  at: MessagePlace | null,
): Promise<string> {
  if (error instanceof SlackRefused) {
    const { reason, seen } = error;
    await auditSlackRefusal(desk, reason, slackUser, asked?.taskId ?? null);
    if (asked && at && seen && (reason === 'closed' || reason === 'stale'))
      await kindly('bringing a message up to date', () => lock(desk, seen.ctx, asked.taskId, at));
    if (at && reason === 'unseen')
      await kindly('bringing a message up to date', async () => {
        await outdatedMessage(desk.db, desk.clock.now(), at);
      });
    return slackRefusals[reason];
  }
  if (error instanceof AppError && error.code === 'invalid')
    return (
      issuesIn(error.issues)
        .map(({ message }) => message)
        .join('\n') || sentenceOf(error)
    );
  if (!(error instanceof SlackError)) log.error('an answer from Slack failed', { error });
  else log.warn('an answer from Slack could not be taken', { error });
  return texts.unavailable;
}

async function pressedOutcome(
  desk: SlackDesk,
  question: OpenQuestion,
  triggerId: string,
  at: MessagePlace,
): Promise<DecisionReceipt | null> {
  const { task, outcome } = question;
  switch (task.state === 'open' ? wayOf(task, outcome) : 'button') {
    case 'page':
      throw new SlackRefused('off', question);
    case 'modal':
      await desk.slack.openView(triggerId, decisionModal(task, outcome, at));
      return null;
    case 'button':
      return decideInSlack(question);
  }
}

/**
 * Handles a button press, after the response, which Slack expects within three seconds. A person who may not
 * answer is told so privately. Never throws.
 * @returns the recorded answer, if any
 */
export async function press(
  desk: SlackDesk,
  { user, container, actions, trigger_id }: Pressed,
): Promise<Recorded | null> {
  const action = actions.find(({ action_id }) => action_id.startsWith(outcomeActionId));
  if (!action || !container.channel_id || !container.message_ts) return null;
  const at = { channel: container.channel_id, ts: container.message_ts };
  const asked = readAsked(action.value ?? '');
  try {
    if (!asked) throw new SlackRefused('altered');
    const question = await openTaskInSlack(desk, user.id, asked);
    const receipt = await pressedOutcome(desk, question, trigger_id, at);
    if (!receipt) return null;
    await kindly('locking a message', () => lock(desk, question.ctx, asked.taskId, at));
    return { ctx: question.ctx, receipt };
  } catch (error) {
    const told = await refused(desk, error, user.id, asked, at);
    await kindly('telling somebody', () => desk.slack.whisper(at.channel, user.id, told));
    return null;
  }
}

const nothing = async () => undefined;

/**
 * Takes the answer of a modal. The response closes it, shows errors at its fields, or says why it is refused.
 */
export async function submit(desk: SlackDesk, { user, view }: Submitted): Promise<Reaction> {
  if (view.callback_id !== decisionModalId) return { body: null, recorded: null, rest: nothing };
  const from = readAskedFrom(view.private_metadata);
  let question: OpenQuestion | null = null;
  try {
    if (!from) throw new SlackRefused('altered');
    question = await openTaskInSlack(desk, user.id, from);
    const { ctx, task, outcome } = question;
    const receipt = await decideInSlack(question, readModal(task, outcome, view.state.values));
    return {
      body: null,
      recorded: { ctx, receipt },
      rest: () => kindly('locking a message', () => lock(desk, ctx, from.taskId, from.message)),
    };
  } catch (error) {
    if (question && error instanceof AppError && error.code === 'invalid')
      return {
        body: {
          response_action: 'errors',
          errors: errorsByBlock(question.task, issuesIn(error.issues), view.state.values),
        },
        recorded: null,
        rest: nothing,
      };
    const told = await refused(desk, error, user.id, from, from?.message ?? null);
    return { body: { response_action: 'update', view: noticeModal(told) }, recorded: null, rest: nothing };
  }
}
