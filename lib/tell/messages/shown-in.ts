import { cutText } from '@/lib/base/readable/cut';
import { canBeToldApart } from '@/lib/base/readable/told-apart';
import { noticeTexts } from '@/lib/base/texts/notifications';
import type { Notice } from './channel';
import type { Evidence } from './evidence-lines';

/** How much evidence a channel shows in one message: lines, and characters in all of them. */
export type Room = { lines: number; characters: number };

/** What a channel says of the evidence; `whole` when that is all that the answer would sign and that is not masked. */
export type ShownEvidence = { facts: { label: string; value: string }[]; whole: boolean };

/** What is shown when not everything can be: enough to know which question it is. */
const inShort = { lines: 8, value: 160, label: 80 };

const onOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/**
 * The one rule of answering where a question is told: an answer may be offered only where the whole evidence was shown.
 * What is cut, counted or left out was not; then some of it is shown in short, and the page decides.
 */
export function evidenceIn({ lines, complete }: Evidence, room: Room): ShownEvidence {
  const characters = lines.reduce((sum, { label, value }) => sum + label.length + value.length, 0);
  const fits = lines.length <= room.lines && characters <= room.characters;
  if (complete && fits && lines.every((line) => line.whole))
    return { facts: lines.map(({ label, value }) => ({ label, value })), whole: true };
  const some = lines.slice(0, inShort.lines).map(({ label, value }) => ({
    label: cutText(onOneLine(label), inShort.label),
    value: cutText(onOneLine(value), inShort.value),
  }));
  return { facts: some, whole: false };
}

/** Text with lines of its own, set in so that none of them reads as another fact. */
export const setIn = (text: string): string => text.replaceAll(/\r\n?|[\n\v\f\u0085\u2028\u2029]/g, '\n    ');

export type ShownNotice = Pick<Notice, 'facts' | 'actions' | 'open'> & {
  whole: boolean;
  note: string | null;
};

/** What of a notice a channel with this much room says: all of it, or some of it and only the way to the page. */
export function shownIn({ evidence, facts, actions, open }: Notice, room: Room): ShownNotice {
  if (evidence === null) return { facts, actions, open, whole: true, note: null };
  const shown = evidenceIn(evidence, room);
  const offered = shown.whole && canBeToldApart(actions.map(({ label }) => label)) ? actions : [];
  return {
    facts: [...shown.facts, ...facts],
    actions: offered,
    open: offered.length > 0 ? open : { ...open, label: noticeTexts.openToDecide },
    whole: shown.whole,
    note: shown.whole ? null : noticeTexts.evidence.notAll,
  };
}
