import { printPath, type Segment } from './paths';

/** A part of a value that JSON would change or lose. */
export type Loss = { path: string; what: string };

/** More would not help anybody. */
const maxLosses = 20;
const maxDepth = 200;

const binary = (value: object) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;

/** Why an object would come back empty or different; undefined when its own properties are all there is. */
function objectLoss(value: object): string | undefined {
  if (value instanceof Map || value instanceof Set)
    return `is a ${value instanceof Map ? 'Map' : 'Set'}, which JSON keeps as an empty object`;
  if (value instanceof Error) return 'is an Error, which JSON keeps without its message';
  if (
    value instanceof RegExp ||
    value instanceof Promise ||
    value instanceof WeakMap ||
    value instanceof WeakSet
  )
    return `is a ${value.constructor.name}, which JSON keeps as an empty object`;
  return binary(value) ? 'is binary data, which JSON has no form for' : undefined;
}

function scalarLoss(value: unknown): string | undefined {
  switch (typeof value) {
    case 'bigint':
      return 'is a BigInt, which JSON has no number for';
    case 'function':
      return 'is a function';
    case 'symbol':
      return 'is a symbol';
    case 'number':
      return Number.isFinite(value) ? undefined : `is ${value}, which JSON keeps as null`;
    default:
      return undefined;
  }
}

type Walk = { losses: Loss[]; above: Set<object>; strict: boolean };

function walkObject(value: object, path: Segment[], walk: Walk): void {
  const loss = walk.above.has(value)
    ? 'contains itself'
    : path.length > maxDepth
      ? 'is nested too deeply'
      : objectLoss(value);
  if (loss) {
    walk.losses.push({ path: printPath(path), what: loss });
    return;
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const isInvalid = value instanceof Date && Number.isNaN(value.getTime());
    if (isInvalid) walk.losses.push({ path: printPath(path), what: 'is a date without a time' });
    else if (walk.strict)
      walk.losses.push({
        path: printPath(path),
        what: value instanceof Date ? 'is a Date; give its text' : 'is no plain value',
      });
    return;
  }
  walk.above.add(value);
  for (const [key, part] of Array.isArray(value) ? value.entries() : Object.entries(value))
    visit(part, [...path, key], walk, Array.isArray(value));
  walk.above.delete(value);
}

function visit(value: unknown, path: Segment[], walk: Walk, inList: boolean): void {
  if (walk.losses.length >= maxLosses) return;
  if (value === undefined && inList) {
    walk.losses.push({ path: printPath(path), what: 'is undefined in a list, which JSON keeps as null' });
    return;
  }
  if (typeof value === 'object' && value !== null) walkObject(value, path, walk);
  const what = scalarLoss(value);
  if (what) walk.losses.push({ path: printPath(path), what });
}

/**
 * What a value would lose in JSON, which is how the engine stores it; the first twenty, by path.
 * `strict` also reports what comes back as text, such as dates.
 */
export function jsonLosses(value: unknown, { strict = false } = {}): Loss[] {
  const walk: Walk = { losses: [], above: new Set(), strict };
  visit(value, [], walk, false);
  return walk.losses;
}
