import { FormDataError } from './form-data-error';
import { readPath, type Segment } from './paths';

const formLimits = { fields: 5_000, depth: 32, index: 4_999, nameLength: 1_000 };

/**
 * Posted fields as a tree. `marks` hold what a form says about a value besides the value itself; their names
 * follow a `#`: `note#blank`, `party#variant`. The marks are listed in form-data.ts.
 */
export type FormNode = {
  values: string[];
  fields: Map<string, FormNode>;
  items: Map<number, FormNode>;
  marks: Map<string, FormNode>;
};

export function emptyNode(): FormNode {
  return { values: [], fields: new Map(), items: new Map(), marks: new Map() };
}

function child<Key>(children: Map<Key, FormNode>, key: Key): FormNode {
  const found = children.get(key);
  if (found) return found;
  const made = emptyNode();
  children.set(key, made);
  return made;
}

function step(node: FormNode, segment: Segment): FormNode {
  if (typeof segment === 'string') {
    if (segment === '__proto__') throw new FormDataError('hostile', 'A field has a forbidden name.');
    return child(node.fields, segment);
  }
  if (segment > formLimits.index) throw new FormDataError('hostile', 'A list has too many entries.');
  return child(node.items, segment);
}

/** The node for one name; undefined when the name is not a path. */
function place(root: FormNode, name: string): FormNode | undefined {
  let node = root;
  let at = 0;
  let depth = 0;
  while (at < name.length) {
    if (name[at] === '#') {
      const mark = /^#([a-z]+)/.exec(name.slice(at));
      if (!mark?.[1]) return undefined;
      node = child(node.marks, mark[1]);
      at += mark[0].length;
      if (name[at] === '.') at += 1;
      depth += 1;
    }
    const read = readPath(name, at);
    if (!read || (read.end === at && at < name.length)) return undefined;
    depth += read.segments.length;
    if (depth > formLimits.depth) throw new FormDataError('hostile', 'A field lies too deep.');
    for (const segment of read.segments) node = step(node, segment);
    at = read.end;
  }
  return node;
}

/**
 * Builds a tree of posted entries. Names that are not paths are ignored, as none of our forms sends them.
 * @throws FormDataError `hostile` on forbidden keys and beyond `formLimits`
 */
export function formTree(entries: Iterable<readonly [string, unknown]>): FormNode {
  const root = emptyNode();
  let count = 0;
  for (const [name, value] of entries) {
    if (++count > formLimits.fields) throw new FormDataError('hostile', 'The form has too many fields.');
    if (typeof value !== 'string') continue;
    if (name.length > formLimits.nameLength) throw new FormDataError('hostile', 'A field name is too long.');
    place(root, name)?.values.push(value);
  }
  return root;
}

/** The node at a path, if something was posted there. */
export function nodeAt(root: FormNode, segments: readonly Segment[]): FormNode | undefined {
  let node: FormNode | undefined = root;
  for (const segment of segments) {
    node = typeof segment === 'string' ? node?.fields.get(segment) : node?.items.get(segment);
  }
  return node;
}

/**
 * Whether anything but blank text was posted inside. Of the marks only rows, variants, spare entries and JSON
 * count.
 */
export function hasContent(node: FormNode | undefined): boolean {
  if (!node) return false;
  if (node.values.some((value) => value.trim() !== '')) return true;
  const inner = [...node.fields.values(), ...node.items.values()];
  const held = ['rows', 'variants', 'json'].map((mark) => node.marks.get(mark));
  return [...inner, ...held].some((part) => hasContent(part));
}

function mergeMaps<Key>(a: Map<Key, FormNode>, b: Map<Key, FormNode>): Map<Key, FormNode> {
  const merged = new Map(a);
  for (const [key, node] of b) {
    const own = merged.get(key);
    merged.set(key, own ? overlay(own, node) : node);
  }
  return merged;
}

/** Merges two nodes; where both have values, those of the second win. */
export function overlay(under: FormNode, over: FormNode): FormNode {
  return {
    values: over.values.length > 0 ? over.values : under.values,
    fields: mergeMaps(under.fields, over.fields),
    items: mergeMaps(under.items, over.items),
    marks: mergeMaps(under.marks, over.marks),
  };
}
