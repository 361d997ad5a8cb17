import canonicalize from 'canonicalize';
import { printPath, type Segment } from './paths';
import { type Property, shapeOf } from './shape';
import type { JsonSchema } from './types';
import { propertiesOf } from './prefill';

export type FieldChange = {
  path: string;
  label: string;
  kind: 'added' | 'removed' | 'needed' | 'optional' | 'changed';
};

const maxDepth = 6;

/** A part's schema with its referenced definitions, so that a change behind a `$ref` counts. */
const meaning = (schema: JsonSchema, root: JsonSchema) =>
  canonicalize({
    schema,
    ...(JSON.stringify(schema).includes('"$ref"') && {
      defs: typeof root === 'object' ? (root.$defs ?? root.definitions) : undefined,
    }),
  });

function compareField(
  before: Property,
  after: Property,
  roots: [JsonSchema, JsonSchema],
  path: Segment[],
  prefix: string,
): FieldChange[] {
  const label = prefix === '' ? after.label : `${prefix}, ${after.label}`;
  const change = (kind: FieldChange['kind']): FieldChange => ({ path: printPath(path), label, kind });
  const toggled = before.required === after.required ? [] : [change(after.required ? 'needed' : 'optional')];
  if (meaning(before.schema, roots[0]) === meaning(after.schema, roots[1])) return toggled;
  const isGroup = (property: Property, root: JsonSchema) => shapeOf(property.schema, root).kind === 'object';
  if (!isGroup(before, roots[0]) || !isGroup(after, roots[1]) || path.length > maxDepth)
    return toggled.length > 0 ? toggled : [change('changed')];
  const inner = compareFields(before.schema, after.schema, roots, path, label);
  return toggled.length + inner.length > 0 ? [...toggled, ...inner] : [change('changed')];
}

function compareFields(
  before: JsonSchema,
  after: JsonSchema,
  roots: [JsonSchema, JsonSchema],
  path: Segment[],
  prefix: string,
): FieldChange[] {
  const [old, now] = [propertiesOf(before, roots[0]), propertiesOf(after, roots[1])];
  const named = ({ key, label }: Property, kind: FieldChange['kind']): FieldChange => ({
    path: printPath([...path, key]),
    label: prefix === '' ? label : `${prefix}, ${label}`,
    kind,
  });
  const present = now.flatMap((property) => {
    const was = old.find(({ key }) => key === property.key);
    return was
      ? compareField(was, property, roots, [...path, property.key], prefix)
      : [named(property, 'added')];
  });
  return [
    ...present,
    ...old
      .filter(({ key }) => !now.some((property) => property.key === key))
      .map((property) => named(property, 'removed')),
  ];
}

/** How the fields of two forms differ, in the order of the new one; removed fields come last. */
export function fieldChanges(before: JsonSchema | null, after: JsonSchema | null): FieldChange[] {
  const roots: [JsonSchema, JsonSchema] = [before ?? {}, after ?? {}];
  const isForm = (schema: JsonSchema) => ['object', 'union'].includes(shapeOf(schema, schema).kind);
  if (isForm(roots[0]) || isForm(roots[1])) return compareFields(roots[0], roots[1], roots, [], '');
  return meaning(roots[0], roots[0]) === meaning(roots[1], roots[1])
    ? []
    : [{ path: '', label: 'The answer', kind: 'changed' }];
}
