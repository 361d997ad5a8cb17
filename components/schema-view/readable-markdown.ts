import type { Element, ElementContent, Root, RootContent } from 'hast';
import { type Piece, pieces, readable } from '@/lib/base/readable/readable';
import { targetBeyond, webAddress } from '@/lib/base/readable/real-host';
import { maxDepth } from './markdown-cost';

const mail = /^mailto:[^\s@<>,;:?&]+@[^\s@<>,;:?&]+$/i;

/** Allows web pages and mail addresses; any other link is shown as text. */
export const safeUrl = (url: string): string => webAddress(url) ?? (mail.test(url) ? url : '');

/** Markdown that is nested too deeply to be shown as elements. */
export class TooDeepError extends Error {}

const mark = (kind: Piece['kind'], value: string): Element => ({
  type: 'element',
  tagName: 'mark',
  properties: { kind },
  children: [{ type: 'text', value }],
});

const marked = (value: string): ElementContent[] =>
  pieces(value).map(({ kind, text }) => (kind === 'text' ? { type: 'text', value: text } : mark(kind, text)));

function textOf(node: ElementContent | RootContent): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** A link's or image's hover title, and its host when its text says otherwise. */
function besideLink(link: Element): ElementContent[] {
  const { href, src, alt, title } = link.properties;
  const address = safeUrl(String(href ?? src ?? ''));
  const target = address === '' ? undefined : targetBeyond(textOf(link) || String(alt ?? ''), address);
  return [
    ...(target === undefined ? [] : [mark('host', readable(target))]),
    ...(typeof title === 'string' && title !== '' ? marked(` (${title})`) : []),
  ];
}

/**
 * A rehype plugin that makes a text safe to read: invisible characters are marked, HTML is shown as written,
 * and links name their target.
 * @throws TooDeepError
 */
export function readableMarkdown() {
  const within = (children: readonly RootContent[], depth: number): ElementContent[] =>
    children.flatMap((child): ElementContent[] => {
      if (depth > maxDepth) throw new TooDeepError();
      if (child.type === 'text' || (child as { type: string }).type === 'raw')
        return marked((child as { value: string }).value);
      if (child.type !== 'element') return [];
      const beside = child.tagName === 'a' || child.tagName === 'img' ? besideLink(child) : [];
      return [{ ...child, children: within(child.children, depth + 1) }, ...beside];
    });
  return (tree: Root): void => {
    tree.children = within(tree.children, 0);
  };
}
