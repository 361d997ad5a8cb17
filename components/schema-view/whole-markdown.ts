import type { Root, RootContent } from 'mdast';

type Node = RootContent | Root;

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}

/** A language name after a code fence; anything else there is text for the reader. */
const language = /^[\w+#.-]{1,16}$/;

/**
 * A remark plugin that shows what Markdown would drop, so that a reader sees everything written: unused
 * definitions, cells beyond a table's head, text beside a code block's language.
 */
export function keepWhole() {
  return (tree: Root, file: { value: unknown }): void => {
    const source = String(file.value);
    const referred = new Set<string>();
    walk(tree, (node) => {
      if ('identifier' in node && !node.type.toLowerCase().endsWith('definition'))
        referred.add(node.identifier);
      if (node.type === 'table') {
        const widest = Math.max(...node.children.map((row) => row.children.length));
        const align = node.align ?? [];
        node.align = Array.from({ length: widest }, (_, column) => align[column] ?? null);
      }
    });
    const text = (value: string): RootContent => ({
      type: 'paragraph',
      children: [{ type: 'text', value }],
    });
    const seen = new Set<string>();
    walk(tree, (node) => {
      if (!('children' in node)) return;
      const children = (node.children as RootContent[]).flatMap((child): RootContent[] => {
        if (child.type === 'definition' || child.type === 'footnoteDefinition') {
          const key = `${child.type} ${child.identifier}`;
          const isUsed = referred.has(child.identifier) && !seen.has(key);
          seen.add(key);
          const { start, end } = child.position ?? {};
          return isUsed ? [child] : [text(source.slice(start?.offset, end?.offset))];
        }
        if (child.type !== 'code') return [child];
        const { lang, meta } = child;
        const about = [lang, meta].filter(Boolean).join(' ');
        return about === '' || language.test(about) ? [child] : [text(about), child];
      });
      (node as { children: RootContent[] }).children = children;
    });
  };
}
