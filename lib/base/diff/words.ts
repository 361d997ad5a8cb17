import { diffLines, diffWordsWithSpace } from 'diff';

export type TextPart = { kind: 'same' | 'added' | 'removed'; text: string };

/** Beyond this many changed words, lines are compared; beyond as many lines, the text counts as replaced. */
const maxEdits = 500;

/**
 * The way from one text to another: the parts that are not `added` make the first, those that are not `removed` the
 * second, letter by letter. By words; by lines where nearly everything differs.
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
