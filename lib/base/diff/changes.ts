import { humanize } from '@/lib/base/schema/label';
import { partOf } from '@/lib/base/schema/path-label';
import { printPath, type Segment } from '@/lib/base/schema/paths';
import { shapeOf } from '@/lib/base/schema/shape';
import { type Json, type JsonSchema, isRecord } from '@/lib/base/schema/types';
import { diffJson, type PartDiff } from './diff-json';

/** One changed part, with the label and schema to show it with. */
export type Change = {
  /** The path in the new value; of a removed part, in the old one. */
  path: string;
  /** Such as "Lines 2, Quantity"; empty for the root. */
  label: string;
  /** The part's location in each value. */
  paths: { before: readonly Segment[]; after: readonly Segment[] };
  schema: JsonSchema;
  before: Json | undefined;
  after: Json | undefined;
  /** The objects around the part, where an amount finds its currency. */
  parents: { before: unknown; after: unknown };
};

type Place = {
  paths: { before: Segment[]; after: Segment[] };
  label: string;
  schema: JsonSchema;
  before: unknown;
  after: unknown;
};

function walk(
  diff: PartDiff,
  before: Json | undefined,
  after: Json | undefined,
  at: Place,
  root: JsonSchema,
): Change[] {
  const change = (was: Json | undefined, is: Json | undefined): Change[] => [
    {
      path: printPath(was !== undefined && is === undefined ? at.paths.before : at.paths.after),
      paths: at.paths,
      label: at.label,
      schema: at.schema,
      before: was,
      after: is,
      parents: { before: at.before, after: at.after },
    },
  ];
  /**
   * A part of this place. A list entry may have moved, so its old index (`was`) can differ from the new one
   * (`is`).
   */
  const into = (segment: Segment, was = segment, is = segment): Place => {
    const found = partOf(shapeOf(at.schema, root), segment, root);
    const words = typeof segment === 'number' ? String(segment + 1) : (found?.label ?? humanize(segment));
    const joined = at.label === '' ? words : `${at.label}${typeof segment === 'number' ? ' ' : ', '}${words}`;
    return {
      paths: { before: [...at.paths.before, was], after: [...at.paths.after, is] },
      label: joined,
      schema: found?.schema ?? true,
      before,
      after,
    };
  };
  switch (diff.kind) {
    case 'same':
      return [];
    case 'replaced':
      return change(diff.before, diff.after);
    case 'added':
      return change(undefined, diff.value);
    case 'removed':
      return change(diff.value, undefined);
    case 'object': {
      const part = (value: Json | undefined, key: string) =>
        isRecord(value) && Object.hasOwn(value, key) ? (value as Record<string, Json>)[key] : undefined;
      return diff.entries.flatMap(({ key, diff: inner }) =>
        walk(inner, part(before, key), part(after, key), into(key), root),
      );
    }
    case 'array': {
      let [was, is] = [0, 0];
      return diff.items.flatMap((inner) => {
        const [old, now] = [was, is];
        if (inner.kind !== 'added') was += 1;
        if (inner.kind !== 'removed') is += 1;
        const item = (value: Json | undefined, index: number) =>
          Array.isArray(value) ? value[index] : undefined;
        return walk(
          inner,
          item(before, old),
          item(after, now),
          into(inner.kind === 'removed' ? old : now, old, now),
          root,
        );
      });
    }
    default:
      return diff satisfies never;
  }
}

/** The differences between two values of one schema, in the order of the value; empty when there are none. */
export function changesOf(
  before: Json,
  after: Json,
  schema: JsonSchema,
  root: JsonSchema = schema,
): Change[] {
  return walk(
    diffJson(before, after),
    before,
    after,
    { paths: { before: [], after: [] }, label: '', schema, before: undefined, after: undefined },
    root,
  );
}
