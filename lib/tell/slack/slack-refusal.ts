import { commit } from '@/lib/journal/commit';
import type { Actor, Context } from '@/lib/people/context';
import { slackTexts as texts } from '@/lib/base/texts/slack';

/**
 * Why an answer from Slack is refused, with the text for its sender. It reveals nothing of the task;
 * `stranger` and `right` read the same.
 */
export const slackRefusals = {
  altered: texts.altered,
  stranger: texts.stranger,
  right: texts.stranger,
  closed: texts.closed,
  stale: texts.changed,
  off: texts.onlyPage,
  unseen: texts.unseen,
} as const;
export type SlackRefusalReason = keyof typeof slackRefusals;

/**
 * Thrown instead of `AppError`, so that no data of the task can leak. `seen`: the sender may see the task.
 */
export class SlackRefused extends Error {
  constructor(
    readonly reason: SlackRefusalReason,
    readonly seen: { ctx: Context } | null = null,
  ) {
    super(`the answer from Slack is refused: ${reason}`);
    this.name = 'SlackRefused';
  }
}

const visitor: Actor = { kind: 'system', name: 'Visitor' };
const minute = 60_000;

/**
 * Audits a refusal, once a minute per member, question and reason. `taskId` only when the message named one.
 */
export async function auditSlackRefusal(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  reason: SlackRefusalReason,
  slackUser: string,
  taskId: string | null,
): Promise<void> {
  const key = `slack.refused:${reason}:${slackUser}:${taskId ?? ''}:${Math.floor(clock.now().getTime() / minute)}`;
  await commit(
    { db, clock, actor: visitor, channel: 'slack' },
    {
      event: { verb: 'slack.refused', ...(taskId !== null && { taskId }), key, data: { reason, slackUser } },
    },
  );
}
