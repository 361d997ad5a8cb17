import type { Context } from '@/lib/people/context';
import type { Notice, Question } from '@/lib/tell/messages/channel';
import { mayDecideInSlack } from './decide-in-slack';
import { questionMessage, tellingMessage } from './messages';
import type { SlackMessage } from './slack-api';

/**
 * A notice as a Slack message: a question with buttons where it may be answered there; a list with titles
 * that link to the tasks.
 */
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
  return questionMessage(notice, task, await mayDecideInSlack({ db }, { policy, priority, workflowId }));
}
