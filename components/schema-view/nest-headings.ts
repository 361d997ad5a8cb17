type Node = { type: string; tagName?: string; children?: Node[] };

/** The page's own headings use the first two levels; a text's headings begin below them. */
const firstLevel = 3;

/**
 * A rehype plugin that renumbers headings by their nesting, from level three on: none competes with the
 * page's headings or skips a level.
 */
export function nestHeadings() {
  return (tree: Node): void => {
    const open: number[] = [];
    const visit = (node: Node) => {
      const found = node.type === 'element' ? /^h([1-6])$/.exec(node.tagName ?? '')?.[1] : undefined;
      if (found !== undefined) {
        const level = Number(found);
        while ((open.at(-1) ?? 0) >= level) open.pop();
        open.push(level);
        node.tagName = `h${Math.min(firstLevel + open.length - 1, 6)}`;
      }
      node.children?.forEach(visit);
    };
    visit(tree);
  };
}
