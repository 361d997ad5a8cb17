import { isJsonObject, type Json, type JsonObject } from '@/lib/base/schema/types';
import { diffArrays } from 'diff';
import { canonical } from '@/lib/base/canonical';

/** How one value became another. `same` carries no value, since it is that of the old one. */
export type Diff =
  | { kind: 'same' }
  | { kind: 'replaced'; before: Json; after: Json }
  | { kind: 'object'; entries: { key: string; diff: PartDiff }[] }
  /**
   * In the order of both lists: `removed` consumes an entry of the old, `added` one of the new, all others
   * one of each.
   */
  | { kind: 'array'; items: PartDiff[] };

export type PartDiff = Diff | { kind: 'added'; value: Json } | { kind: 'removed'; value: Json };

const maxListEdits = 300;

function diffObjects(before: JsonObject, after: JsonObject): Diff {
  const keys = [...Object.keys(before), ...Object.keys(after).filter((key) => !Object.hasOwn(before, key))];
  const entries = keys.map((key): { key: string; diff: PartDiff } => {
    const [was, is] = [
      Object.hasOwn(before, key) ? before[key] : undefined,
      Object.hasOwn(after, key) ? after[key] : undefined,
    ];
    if (was === undefined) return { key, diff: { kind: 'added', value: is ?? null } };
    return { key, diff: is === undefined ? { kind: 'removed', value: was } : diffJson(was, is) };
  });
  return { kind: 'object', entries };
}

/** Pairs removed and added entries in order and compares them; the rest were only removed or only added. */
function diffRuns(gone: readonly Json[], come: readonly Json[]): PartDiff[] {
  const paired = Math.min(gone.length, come.length);
  return [
    ...come.slice(0, paired).map((value, index): PartDiff => diffJson(gone[index] ?? null, value)),
    ...gone.slice(paired).map((value): PartDiff => ({ kind: 'removed', value })),
    ...come.slice(paired).map((value): PartDiff => ({ kind: 'added', value })),
  ];
}

function diffLists(before: readonly Json[], after: readonly Json[]): Diff {
  const runs = diffArrays(before.map(canonical), after.map(canonical), { maxEditLength: maxListEdits });
  if (!runs) return { kind: 'array', items: diffRuns(before, after) };
  const items: PartDiff[] = [];
  let [was, is] = [0, 0];
  let gone: Json[] = [];
  let come: Json[] = [];
  const settle = () => {
    items.push(...diffRuns(gone, come));
    [gone, come] = [[], []];
  };
  for (const { count, added, removed } of runs) {
    if (removed) {
      gone.push(...before.slice(was, was + count));
      was += count;
    } else if (added) {
      come.push(...after.slice(is, is + count));
      is += count;
    } else {
      settle();
      items.push(...Array.from({ length: count }, (): PartDiff => ({ kind: 'same' })));
      was += count;
      is += count;
    }
  }
  settle();
  return { kind: 'array', items };
}

/** Compares two JSON values part by part. List entries that only shifted still match. */
export function diffJson(before: Json, after: Json): Diff {
  if (canonical(before) === canonical(after)) return { kind: 'same' };
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after);
  if (isJsonObject(before) && isJsonObject(after)) return diffObjects(before, after);
  return { kind: 'replaced', before, after };
}
