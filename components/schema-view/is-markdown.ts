import type { Shape } from '@/lib/base/schema/shape';

/**
 * A heading, code, a table, a list of at least two items, or bold words, in forms that plain text does not
 * use.
 */
const signs = [
  /^ {0,3}#{1,6} \S/m,
  /^ {0,3}(?:```|~~~)/m,
  /^\|.+\|[ \t]*\n\|[ :|-]+\|/m,
  /^ {0,3}([-*+]) \S.*\n {0,3}\1 \S/m,
  /^ {0,3}1[.)] \S.*\n {0,3}2[.)] \S/m,
  /\*\*[^*\s][^*\n]*\*\*/,
];

/**
 * Whether a text is shown as Markdown: its schema says so, or says nothing and the text looks like Markdown,
 * as models write it.
 */
export function isMarkdown(shape: Shape, value: unknown): value is string {
  if (typeof value !== 'string' || value === '') return false;
  if (shape.kind === 'string' && shape.format === 'markdown') return true;
  const isPlain =
    shape.kind === 'unknown' ||
    (shape.kind === 'string' && (shape.format === 'text' || shape.format === 'multiline'));
  return isPlain && /\S\s*\n\s*\S/.test(value) && signs.some((sign) => sign.test(value));
}
