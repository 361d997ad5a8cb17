import { render } from '@react-email/components';
import type { Notice, NoticeAction } from '@/lib/notifications/channel';
import { noticeTexts } from '@/lib/texts/notifications';
import { NoticeMail } from './notice-mail';

const linked = ({ label, href }: Pick<NoticeAction, 'label' | 'href'>) => `${label}:\n${href}`;

/** The same as text: one thing a line, each address on a line of its own. */
function asText({ heading, intro, facts, actions, open, items }: Notice, settingsHref: string): string {
  const { links, why, settings } = noticeTexts.footer;
  const listed = items.flatMap((item) => [
    `${item.title}\n${item.note}\n${item.href}`,
    ...item.actions.map(linked),
  ]);
  const footer = `${actions.length > 0 || items.some((item) => item.actions.length > 0) ? `${links}\n` : ''}${why} ${settings}: ${settingsHref}`;
  return [
    heading,
    intro,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ...actions.map(linked),
    ...listed,
    linked(open),
    `-- \n${footer}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** A notice as HTML and as plain text. */
export async function renderNotice(notice: Notice, appUrl: string): Promise<{ html: string; text: string }> {
  const settingsHref = `${appUrl}/settings`;
  return {
    html: await render(<NoticeMail notice={notice} settingsHref={settingsHref} />),
    text: asText(notice, settingsHref),
  };
}
