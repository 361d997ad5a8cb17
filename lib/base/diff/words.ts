import { diffLines, diffWordsWithSpace } from 'diff';

export type TextPart = { kind: 'same' | 'added' | 'removed'; text: string };

/**
 * Beyond this many changed words we compare lines; beyond this many changed lines, the text counts as
 * replaced.
 */
const maxEdits = 500;

/**
 * How one text became another. Parts not `added` join to the first text, parts not `removed` to the second,
 * to the letter. Compares words, or lines when nearly everything differs.
 */
export function diffText(before: string, after: string): TextPart[] {
  const options = { maxEditLength: maxEdits };
  const found = diffWordsWithSpace(before, after, options) ?? diffLines(before, after, options);
  const parts = found?.map(({ value, added, removed }): TextPart => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
  const all: TextPart[] = parts ?? [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  return all.filter(({ text }) => text !== '');
}
