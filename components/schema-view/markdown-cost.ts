import { cache } from 'react';

/** How much formatting is worked out for one text, and for all of a page. Time grows with it, at worst by its square. */
const mostFormatting = { text: 4_000, page: 12_000 };
const mostLength = 100_000;

/** Deeper than anybody writes; beyond, walks over the elements would run out of stack. */
export const maxDepth = 100;

/** What may open, close or part something in Markdown. */
const signs = /[*_~`[\]()<>!|&\\@]|:\/\//g;

/** Every line counts by how far in it begins, as each looks through all that it may be within. */
function lineCost(line: string): number {
  const prefix = /^[\s>*+\-\d.)]*/.exec(line)?.[0] ?? '';
  if (prefix.length === line.length) return 0;
  return prefix.replaceAll(/\s/g, '').length > maxDepth ? Infinity : 1 + Math.floor(prefix.length / 4);
}

/** What it takes to format a text, in signs and lines; found in time that grows with its length only. */
function formattingIn(text: string): number {
  if (text.length > mostLength) return Infinity;
  return text.split('\n').reduce((sum, line) => sum + lineCost(line), text.match(signs)?.length ?? 0);
}

/** What is left of a page's formatting; React keeps one for each request. */
const pageBudget = cache(() => ({ left: mostFormatting.page }));

/** Whether a text can be formatted while its page waits; takes what it needs from the page's budget. */
export function takeFormatting(text: string, budget = pageBudget()): boolean {
  const needed = formattingIn(text);
  if (needed > mostFormatting.text || needed > budget.left) return false;
  budget.left -= needed;
  return true;
}
