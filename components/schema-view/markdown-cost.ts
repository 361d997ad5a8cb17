import { cache } from 'react';

/** The formatting budget per text and per page. Time grows with it, at worst quadratically. */
const mostFormatting = { text: 4_000, page: 12_000 };
const mostLength = 100_000;

/** Nobody nests deeper; beyond this, recursion over the elements would overflow the stack. */
export const maxDepth = 100;

/** Characters that may open, close or separate something in Markdown. */
const signs = /[*_~`[\]()<>!|&\\@]|:\/\//g;

/** A line costs more the deeper it is nested, since the parser checks every container around it. */
function lineCost(line: string): number {
  const prefix = /^[\s>*+\-\d.)]*/.exec(line)?.[0] ?? '';
  if (prefix.length === line.length) return 0;
  return prefix.replaceAll(/\s/g, '').length > maxDepth ? Infinity : 1 + Math.floor(prefix.length / 4);
}

/** The cost of formatting a text, in characters that format and lines; computed in linear time. */
function formattingIn(text: string): number {
  if (text.length > mostLength) return Infinity;
  return text.split('\n').reduce((sum, line) => sum + lineCost(line), text.match(signs)?.length ?? 0);
}

/** What is left of a page's budget; React's `cache` keeps one per request. */
const pageBudget = cache(() => ({ left: mostFormatting.page }));

/** Whether a text can be formatted within the page's budget; if so, its cost is deducted. */
export function takeFormatting(text: string, budget = pageBudget()): boolean {
  const needed = formattingIn(text);
  if (needed > mostFormatting.text || needed > budget.left) return false;
  budget.left -= needed;
  return true;
}
