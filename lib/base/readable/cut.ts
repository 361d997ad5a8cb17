const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The start of a text, at most `most` UTF-16 units including the `…`. Never splits a character as people see
 * it; a single character longer than that is dropped.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const { index, segment } of letters.segment(text.slice(0, most + 64))) {
    if (index + segment.length > most - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}
