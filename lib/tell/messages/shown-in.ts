import { cutText } from '@/lib/base/readable/cut';
import { canBeToldApart } from '@/lib/base/readable/told-apart';
import { noticeTexts } from '@/lib/base/texts/notifications';
import type { Notice } from './channel';
import type { Evidence } from './evidence-lines';

/** How much evidence fits in one message: lines, and characters over all of them. */
export type Room = { lines: number; characters: number };

/** The evidence as shown; `whole` when it is everything the answer would sign, apart from masked parts. */
export type ShownEvidence = { facts: { label: string; value: string }[]; whole: boolean };

/** The short form when not everything fits: enough to recognise the question. */
const inShort = { lines: 8, value: 160, label: 80 };

const onOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/**
 * The rule for answering from a message: only where the whole evidence is shown. If anything is cut, counted
 * or left out, a short form is shown and people decide on the page.
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

/** Indents a text with several lines, so that none looks like another fact. */
export const setIn = (text: string): string => text.replaceAll(/\r\n?|[\n\v\f\u0085\u2028\u2029]/g, '\n    ');

export type ShownNotice = Pick<Notice, 'facts' | 'actions' | 'open'> & {
  whole: boolean;
  note: string | null;
};

/** The part of a notice that fits: all of it, or a short form with only the link to the page. */
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
