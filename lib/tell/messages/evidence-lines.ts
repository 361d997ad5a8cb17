import type { Json, StoredSchema } from '@/db/schema/json';
import { readableParts } from '@/lib/base/readable/readable-parts';
import { formatNumber } from '@/lib/base/schema/format-number';
import { maskText } from '@/lib/base/schema/mask-text';
import { optionLabel } from '@/lib/base/schema/meta';
import { entriesOf, itemSchema, shapeFor } from '@/lib/base/schema/parts';
import type { Shape } from '@/lib/base/schema/shape';
import { isRecord, ownPart, type JsonSchema as Schema } from '@/lib/base/schema/types';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { noticeTexts } from '@/lib/base/texts/notifications';

/** One part of the evidence as text; `whole` is false when the text is shortened or a placeholder. */
type EvidenceLine = { label: string; value: string; whole: boolean };

/** The evidence as lines, nested parts labelled by their path; `complete` when no part is missing. */
export type Evidence = { lines: EvidenceLine[]; complete: boolean };

const linesAtMost = 300;
const deepest = 20;
const words = noticeTexts.evidence;

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

function stringIn(value: string, shape: Shape): { value: string; whole: boolean } {
  if (value === '') return { value: words.empty, whole: true };
  const format = shape.kind === 'string' ? shape.format : undefined;
  if (format === 'image') return { value: words.picture, whole: false };
  const date = format === 'date' && /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : Number.NaN;
  return { value: Number.isNaN(date) ? value : day.format(date), whole: true };
}

function scalarIn(
  value: null | boolean | number | string,
  shape: Shape,
  parent: Json,
): { value: string; whole: boolean } {
  const whole = (text: string) => ({ value: text, whole: true });
  if (value === null) return whole(words.none);
  const named =
    optionLabel(shape.node, value) ??
    (shape.kind === 'enum' ? shape.options.find((option) => option.value === value)?.label : undefined);
  if (named !== undefined) return whole(named);
  if (typeof value === 'boolean') return whole(value ? words.yes : words.no);
  if (typeof value === 'number') return whole(formatNumber(value, shape.node, parent));
  return stringIn(value, shape);
}

type Part = { value: Json; schema: Schema; names: readonly string[]; parent: Json };

/** Every leaf of a part, in the page's order; null for one that is nested too deeply. */
function* leavesOf({ value, schema, names, parent }: Part, root: Schema): Generator<EvidenceLine | null> {
  const label = names.join(' › ') || words.all;
  if (names.length > deepest) return yield null;
  const shape = shapeFor(schema, root, value);
  if (Array.isArray(value) && value.length > 0) {
    const [last = words.all, ...above] = names.toReversed();
    for (const [index, item] of value.entries()) {
      const own = [...above.toReversed(), `${last} ${index + 1}`];
      yield* leavesOf({ value: item, schema: itemSchema(shape, index), names: own, parent: value }, root);
    }
  } else if (isRecord(value) && Object.keys(value).length > 0) {
    const record = value as { [key: string]: Json };
    for (const { key, label: name, schema: inner } of entriesOf(record, shape))
      yield* leavesOf(
        { value: ownPart(record, key) ?? null, schema: inner, names: [...names, name], parent: value },
        root,
      );
  } else if (typeof value === 'object' && value !== null) yield { label, value: words.none, whole: true };
  else if (value === maskText) yield { label, value: maskText, whole: true };
  else yield { label, ...scalarIn(value, shape, parent) };
}

/** A task's evidence as lines that are safe to read. A masked part only says that it is hidden. */
export function evidenceOf({
  payload,
  payloadSchema,
  payloadCut,
}: Pick<TaskDetail, 'payload' | 'payloadCut'> & { payloadSchema: StoredSchema | null }): Evidence {
  if (payload === null) return { lines: [], complete: !payloadCut };
  const root: Schema = payloadSchema ?? true;
  const lines: EvidenceLine[] = [];
  const whole: Part = { value: payload, schema: root, names: [], parent: null };
  for (const line of leavesOf(whole, root)) {
    if (line === null || lines.length === linesAtMost) return { lines, complete: false };
    lines.push(readableParts(line));
  }
  return { lines, complete: !payloadCut };
}
