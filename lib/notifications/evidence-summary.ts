import type { Json, JsonSchema } from '@/db/schema/json';
import { formatNumber } from '@/lib/schema/format-number';
import { humanize } from '@/lib/schema/label';
import { maskText } from '@/lib/schema/mask-text';
import { optionLabel } from '@/lib/schema/meta';
import { resolve } from '@/lib/schema/resolve';
import { shapeOf, type Shape } from '@/lib/schema/shape';
import { isRecord } from '@/lib/schema/types';
import { noticeTexts } from '@/lib/texts/notifications';

const factsAtMost = 8;
const textAtMost = 160;
const words = noticeTexts.evidence;

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

const cut = (text: string) =>
  text.length > textAtMost ? `${text.slice(0, textAtMost - 1).trimEnd()}…` : text;

function textOf(value: string, shape: Shape): string {
  if (shape.kind === 'string' && shape.format === 'date' && !Number.isNaN(Date.parse(value)))
    return day.format(Date.parse(value));
  if (shape.kind === 'string' && shape.format === 'image') return words.details;
  return cut(value.replaceAll(/\s+/g, ' ').trim());
}

/** One part of the evidence in a few words; undefined for what a line cannot tell. */
function told(value: Json, shape: Shape, parent: Json): string | undefined {
  if (value === null) return words.none;
  const named =
    optionLabel(shape.node, value) ??
    (shape.kind === 'enum' ? shape.options.find((option) => option.value === value)?.label : undefined);
  if (named !== undefined) return named;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return formatNumber(value, shape.node, parent);
  if (typeof value === 'string') return value === '' ? undefined : textOf(value, shape);
  if (Array.isArray(value)) return words.items(value.length);
  return undefined;
}

/**
 * The first facts of a task's evidence, for messages that leave the desk. `payload` is masked already: what is masked,
 * or has parts of its own, is left out.
 */
export function evidenceSummary(
  payload: Json,
  schema: JsonSchema | null,
): { label: string; value: string }[] {
  if (!isRecord(payload)) return [];
  const root = schema ?? true;
  const shape = shapeOf(schema === null ? true : resolve(root, root).node, root);
  const known = shape.kind === 'object' ? shape.properties : [];
  const keys = [
    ...known.map(({ key }) => key),
    ...Object.keys(payload).filter((key) => !known.some((one) => one.key === key)),
  ];
  const facts = keys.flatMap((key) => {
    const value = Object.hasOwn(payload, key) ? (payload as { [key: string]: Json })[key] : undefined;
    if (value === undefined || value === maskText) return [];
    const property = known.find((one) => one.key === key);
    const text = told(value, shapeOf(property?.schema ?? true, root), payload as Json);
    return text === undefined ? [] : [{ label: property?.label ?? humanize(key), value: text }];
  });
  return facts.slice(0, factsAtMost);
}
