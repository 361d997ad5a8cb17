import type { Button, KnownBlock } from '@slack/web-api';
import type { Json } from '@/db/schema/json';
import type { TaskDetail } from '@/lib/tasks/types';
import { whoDid } from '@/lib/texts/desk';
import { slackTexts as texts } from '@/lib/texts/slack';
import { writeAsked } from './asked';
import { escaped, fitting, plain, slackLimits } from './limits';
import { wayOf } from './modal';
import type { SlackMessage } from './slack-api';

export const outcomeActionId = 'outcome';
const openActionId = 'open';
const mostButtons = 24;
const mostFacts = 20;

/** `href`: where the label leads. */
type Facts = readonly { label: string; value: string; href?: string }[];

const styles = { success: { style: 'primary' }, danger: { style: 'danger' }, neutral: {} } as const;

/** Literal text: Slack looks for no mentions, links or marks in it. */
const factsBlock = (facts: Facts): KnownBlock[] =>
  facts.length === 0
    ? []
    : [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: facts.slice(0, mostFacts).flatMap(({ label, value, href }, index) => [
                ...(index === 0 ? [] : [{ type: 'text' as const, text: '\n' }]),
                ...(href === undefined
                  ? [{ type: 'text' as const, text: `${fitting(label, 80)}: `, style: { bold: true } }]
                  : [
                      { type: 'link' as const, url: href, text: fitting(label, 80), style: { bold: true } },
                      { type: 'text' as const, text: ': ' },
                    ]),
                { type: 'text' as const, text: fitting(value, 200) },
              ]),
            },
          ],
        },
      ];

export const openButton = (href: string, label: string = texts.open): Button => ({
  type: 'button',
  action_id: openActionId,
  text: plain(label, slackLimits.button),
  url: href,
});

const heading = (text: string): KnownBlock => ({ type: 'header', text: plain(text, slackLimits.header) });
const words = (text: string): KnownBlock => ({
  type: 'section',
  text: plain(text, slackLimits.section, { lines: true }),
});

/** One button for an outcome. One that needs nothing more asks once whether it is meant. */
function outcomeButton(task: TaskDetail, outcome: TaskDetail['outcomes'][number], index: number): Button {
  const { label, tone } = outcome;
  const asks =
    wayOf(task, outcome) === 'modal'
      ? {}
      : {
          confirm: {
            title: plain(texts.confirm(label), slackLimits.confirmTitle),
            text: plain(task.title, slackLimits.confirmText),
            confirm: plain(label, slackLimits.confirmButton),
            deny: plain(texts.cancel, slackLimits.confirmButton),
          },
        };
  return {
    type: 'button',
    action_id: `${outcomeActionId}:${index}`,
    text: plain(label, slackLimits.button),
    value: writeAsked({ taskId: task.taskId, outcome: outcome.id, payloadDigest: task.payloadDigest }),
    ...styles[tone],
    ...asks,
  };
}

export type NoticeParts = {
  subject: string;
  heading: string;
  intro: string;
  facts: Facts;
  actions: readonly { label: string; href: string }[];
  open: { label: string; href: string };
};

/** A button that leads to a signed link, where the outcome is confirmed with all its fields. */
const linkButton = (label: string, href: string, index: number): Button => ({
  type: 'button',
  action_id: `link:${index}`,
  text: plain(texts.elsewhere(label), slackLimits.button),
  url: href,
});

/**
 * A message that asks for an answer: the evidence in short, a button for each outcome that Slack can take, for others the
 * person's signed link, and the page.
 */
export function questionMessage(
  { subject, heading: title, intro, facts, actions, open }: NoticeParts,
  task: TaskDetail,
  answerable: boolean,
): SlackMessage {
  const offered = (answerable ? task.outcomes : [])
    .slice(0, mostButtons)
    .flatMap((outcome): { label: string; button: Button }[] => {
      const { label } = outcome;
      const index = task.outcomes.indexOf(outcome);
      if (wayOf(task, outcome) !== 'page') return [{ label, button: outcomeButton(task, outcome, index) }];
      const link = actions.find((action) => action.label === label);
      return link ? [{ label, button: linkButton(label, link.href, index) }] : [];
    });
  const elsewhere = task.outcomes
    .flatMap(({ label }) => (offered.some((one) => one.label === label) ? [] : [label]))
    .join('”, “');
  const buttons = [...offered.map(({ button }) => button), openButton(open.href)];
  const hint: KnownBlock[] =
    elsewhere === ''
      ? []
      : [{ type: 'context', elements: [plain(texts.needsPage(elsewhere), slackLimits.section)] }];
  return {
    text: fitting(escaped(subject), slackLimits.section),
    blocks: [
      heading(title),
      words(intro),
      ...factsBlock(facts),
      { type: 'actions', elements: buttons },
      ...hint,
    ],
  };
}

/** A message that only tells something. */
export const tellingMessage = ({
  subject,
  heading: title,
  intro,
  facts,
  open,
}: Omit<NoticeParts, 'actions'>): SlackMessage => ({
  text: fitting(escaped(subject), slackLimits.section),
  blocks: [
    heading(title),
    words(intro),
    ...factsBlock(facts),
    { type: 'actions', elements: [openButton(open.href, open.label)] },
  ],
});

type Closing = {
  state: TaskDetail['state'];
  decision: {
    outcomeLabel: string;
    comment: Json | null;
    by: { name: string };
    revisedAt: string | null;
  } | null;
};

/** What a question came to, in words. */
export function endOf({ state, decision }: Closing): string {
  if (decision?.revisedAt) return texts.takenBack;
  if (state === 'expired') return texts.expired;
  if (decision)
    return [
      whoDid(decision.by.name, decision.outcomeLabel),
      ...(typeof decision.comment === 'string' ? [decision.comment] : []),
    ].join('\n');
  return state === 'canceled' ? texts.withdrawn : texts.changed;
}

/** What stands in the place of a question that needs no answer any more: what it came to, by whom, and no buttons. */
export function lockedMessage(title: string, end: string, href: string): SlackMessage {
  const link = `<${encodeURI(href)}|${texts.open}>`;
  return {
    text: fitting(escaped(`${end}: ${title}`), slackLimits.section),
    blocks: [heading(title), words(end), { type: 'context', elements: [{ type: 'mrkdwn', text: link }] }],
  };
}
