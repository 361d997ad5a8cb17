import { render } from '@react-email/components';
import type { Notice } from '@/lib/tell/messages/channel';
import { setIn, shownIn, type Room, type ShownNotice } from '@/lib/tell/messages/shown-in';
import { noticeTexts } from '@/lib/base/texts/notifications';
import { NoticeMail } from './notice-mail';

/** Mail of this size stays well below the 102 KB at which mail programs cut it. */
const mailRoom: Room = { lines: 100, characters: 12_000 };

const linked = ({ label, href }: { label: string; href: string }) => `${label}:\n${href}`;

const fact = ({ label, value }: { label: string; value: string }) => `${setIn(label)}: ${setIn(value)}`;

/** The notice as text: one fact per line, each address on its own line. */
function asText(
  { heading, intro, items, why: reason }: Notice,
  shown: ShownNotice,
  settingsHref: string,
): string {
  const { facts, actions, open, note } = shown;
  const { links, why, settings } = noticeTexts.footer;
  const chosen = `${why} ${settings}: ${settingsHref}`;
  const footer = `${actions.length > 0 ? `${links}\n` : ''}${reason ?? chosen}`;
  return [
    heading,
    intro,
    facts.map(fact).join('\n'),
    note,
    ...actions.map(linked),
    ...items.map((item) => `${item.title}\n${item.note}\n${item.href}`),
    linked(open),
    `-- \n${footer}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** A notice as HTML and as plain text. */
export async function renderNotice(notice: Notice, appUrl: string): Promise<{ html: string; text: string }> {
  const settingsHref = `${appUrl}/settings`;
  const shown = shownIn(notice, mailRoom);
  return {
    html: await render(<NoticeMail notice={notice} shown={shown} settingsHref={settingsHref} />),
    text: asText(notice, shown, settingsHref),
  };
}
