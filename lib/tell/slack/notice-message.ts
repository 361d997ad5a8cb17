import type { Context } from '@/lib/people/context';
import type { Notice, Question } from '@/lib/tell/messages/channel';
import { mayAnswerInSlack } from './answer';
import { questionMessage, tellingMessage } from './messages';
import type { SlackMessage } from './slack-api';

/** What a notice is in Slack: a question has its buttons where it may be answered there; a list has its titles, which lead to the tasks. */
export async function noticeMessage(
  { db }: Pick<Context, 'db'>,
  notice: Notice,
  question: Question | null,
): Promise<SlackMessage> {
  if (!question)
    return tellingMessage({
      ...notice,
      facts: [
        ...notice.facts,
        ...notice.items.map(({ title, note, href }) => ({ label: title, value: note, href })),
      ],
    });
  const { task, policy } = question;
  const { workflowId, priority } = task;
  return questionMessage(notice, task, await mayAnswerInSlack({ db }, { policy, priority, workflowId }));
}
