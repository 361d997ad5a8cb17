import type { Button, KnownBlock } from '@slack/web-api';
import type { Json } from '@/db/schema/json';
import type { Notice } from '@/lib/tell/messages/channel';
import { shownIn, type Room } from '@/lib/tell/messages/shown-in';
import { canBeToldApart } from '@/lib/base/readable/told-apart';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { whoDid } from '@/lib/base/texts/desk';
import { slackTexts as texts } from '@/lib/base/texts/slack';
import { writeAsked } from './asked';
import { factsBlock, slackRoom, type Facts } from './facts-block';
import { escaped, withinLimits, plain, slackLimits } from './limits';
import { wayOf } from './modal';
import type { SlackMessage } from './slack-api';

export const outcomeActionId = 'outcome';
const openActionId = 'open';
const mostButtons = 24;
/** Leaves room for ` …` after a shortened label. */
const mostLetters = slackLimits.button - 2;
const noRoom: Room = { lines: 0, characters: 0 };

const labelsOf = ({ outcomes }: Pick<TaskDetail, 'outcomes'>) => outcomes.map(({ label }) => label);

const styles = { success: { style: 'primary' }, danger: { style: 'danger' }, neutral: {} } as const;

const openButton = (href: string, label: string = texts.open): Button => ({
  type: 'button',
  action_id: openActionId,
  text: plain(label, slackLimits.button),
  url: href,
});

/** A title is never cut: one too long for a header block becomes a text. */
const heading = (text: string): KnownBlock =>
  text.length <= slackLimits.header
    ? { type: 'header', text: plain(text, slackLimits.header) }
    : { type: 'section', text: plain(text, slackLimits.section) };
const words = (text: string): KnownBlock => ({
  type: 'section',
  text: plain(text, slackLimits.section, { lines: true }),
});

/** A button for an outcome. If it needs no further fields, Slack asks for confirmation. */
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
    value: writeAsked({
      taskId: task.taskId,
      outcome: outcome.id,
      payloadDigest: task.payloadDigest,
      whole: true,
    }),
    ...styles[tone],
    ...asks,
  };
}

/** A button to a signed link, where the outcome is confirmed with all its fields. */
const linkButton = (label: string, href: string, index: number): Button => ({
  type: 'button',
  action_id: `link:${index}`,
  text: plain(texts.elsewhere(label), slackLimits.button),
  url: href,
});

type Question = { notice: Notice; task: TaskDetail };

/** Buttons for outcomes that Slack can answer, the person's signed links for others. */
function outcomeButtons({ notice, task }: Question): { id: string; button: Button }[] {
  return task.outcomes.flatMap((outcome, index) => {
    const { id, label } = outcome;
    if (wayOf(task, outcome) !== 'page') return [{ id, button: outcomeButton(task, outcome, index) }];
    const link = notice.actions.find((action) => action.outcome === id);
    return link ? [{ id, button: linkButton(label, link.href, index) }] : [];
  });
}

function messageIn(room: Room, { notice, task }: Question, answerable: boolean): SlackMessage {
  const { subject, heading: title, intro } = notice;
  const { facts, whole, note } = shownIn(notice, room);
  const offered =
    answerable && whole && task.outcomes.length <= mostButtons && canBeToldApart(labelsOf(task), mostLetters)
      ? outcomeButtons({ notice, task })
      : [];
  const elsewhere = task.outcomes
    .flatMap(({ id, label }) => (offered.some((one) => one.id === id) ? [] : [label]))
    .join('”, “');
  const isOnPage = offered.length === 0;
  const hint = note ?? (isOnPage || elsewhere === '' ? null : texts.needsPage(elsewhere));
  return {
    text: withinLimits(escaped(subject), slackLimits.section),
    blocks: [
      heading(title),
      words(intro),
      ...factsBlock(facts),
      {
        type: 'actions',
        elements: [
          ...offered.map(({ button }) => button),
          openButton(notice.open.href, isOnPage ? texts.openToDecide : texts.open),
        ],
      },
      ...(hint === null ? [] : [{ type: 'context' as const, elements: [plain(hint, slackLimits.section)] }]),
    ],
  };
}

/**
 * A question: the evidence, a button per outcome if all evidence is shown and the labels are distinct, and a
 * link to the page.
 */
export function questionMessage(notice: Notice, task: TaskDetail, answerable: boolean): SlackMessage {
  const message = messageIn(slackRoom, { notice, task }, answerable);
  return JSON.stringify(message.blocks).length <= slackLimits.blocks
    ? message
    : messageIn(noRoom, { notice, task }, false);
}

/** A message that asks nothing. */
export const tellingMessage = ({
  subject,
  heading: title,
  intro,
  facts,
  open,
}: Pick<Notice, 'subject' | 'heading' | 'intro' | 'open'> & { facts: Facts }): SlackMessage => ({
  text: withinLimits(escaped(subject), slackLimits.section),
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

/** The result of a question, in words. */
export function endOf({ state, decision }: Closing): string {
  if (decision?.revisedAt) return texts.reopened;
  if (state === 'expired') return texts.expired;
  if (decision)
    return [
      whoDid(decision.by.name, decision.outcomeLabel),
      ...(typeof decision.comment === 'string' ? [decision.comment] : []),
    ].join('\n');
  return state === 'canceled' ? texts.withdrawn : texts.changed;
}

/** Replaces a settled question: its result and who gave it, without buttons. */
export function lockedMessage(title: string, end: string, href: string): SlackMessage {
  const link = `<${encodeURI(href)}|${texts.open}>`;
  return {
    text: withinLimits(escaped(`${end}: ${title}`), slackLimits.section),
    blocks: [heading(title), words(end), { type: 'context', elements: [{ type: 'mrkdwn', text: link }] }],
  };
}
