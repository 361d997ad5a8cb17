export type Segment = string | number;

const plainKey = /^[A-Za-z_$][\w$-]*$/;

/** `['items', 0, 'sku']` → `items[0].sku`. Keys that are not plain names are quoted: `["a b"]`. */
export function printPath(segments: readonly PropertyKey[]): string {
  let text = '';
  for (const segment of segments) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (typeof segment === 'symbol') text += `[${JSON.stringify(String(segment))}]`;
    else if (!plainKey.test(segment)) text += `[${JSON.stringify(segment)}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}

const token = /(\.?)([^.[\]#"]+)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** Reads a path from `start` to the end or a `#`; undefined when malformed. */
export function readPath(text: string, start = 0): { segments: Segment[]; end: number } | undefined {
  const segments: Segment[] = [];
  let at = start;
  while (at < text.length && text[at] !== '#') {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return undefined;
    const [whole, dot, name, index, quoted] = match;
    // Dots are only allowed between names.
    if (name !== undefined && (dot === '') !== (at === start)) return undefined;
    const segment = name ?? (index === undefined ? parseQuoted(quoted ?? '') : Number(index));
    if (segment === undefined) return undefined;
    segments.push(segment);
    at += whole.length;
  }
  return { segments, end: at };
}

function parseQuoted(text: string): string | undefined {
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The inverse of `printPath`; undefined when the text is not a path. */
export function parsePath(text: string): Segment[] | undefined {
  const read = readPath(text);
  return read && read.end === text.length ? read.segments : undefined;
}

/** Joins printed paths: `items[0]` + `sku` → `items[0].sku`. Either may be empty. */
export function joinPaths(parent: string, child: string): string {
  return parent === '' || child === '' || child.startsWith('[') ? parent + child : `${parent}.${child}`;
}

/** Whether `path` is `ancestor` or lies within it. */
export function isWithin(path: readonly Segment[], ancestor: readonly Segment[]): boolean {
  return ancestor.length <= path.length && ancestor.every((segment, index) => segment === path[index]);
}
