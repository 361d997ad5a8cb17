import { toldApart } from '@/lib/base/readable/told-apart';
import { humanize, labelOf } from './label';
import { asNode, optionLabel, order, widget } from './meta';
import { resolve } from './resolve';
import { type JsonSchema, type SchemaNode, isRecord, ownPart } from './types';

export type Scalar = string | number | boolean;
export type Option = { value: Scalar; label: string };
export type StringFormat =
  | 'text'
  | 'email'
  | 'uri'
  | 'date'
  | 'time'
  | 'date-time'
  | 'uuid'
  | 'password'
  | 'multiline'
  | 'markdown'
  | 'code'
  | 'image';
export type Property = {
  key: string;
  schema: JsonSchema;
  node: SchemaNode;
  label: string;
  required: boolean;
};
export type Variant = { schema: JsonSchema; label: string; tags: readonly Scalar[] };

type Base = { node: SchemaNode; nullable: boolean };

/** What a schema node describes, in terms of forms and views. */
export type Shape = Base &
  (
    | { kind: 'string'; format: StringFormat }
    | { kind: 'number'; integer: boolean; min?: number; max?: number; step: number | 'any' }
    | { kind: 'boolean' }
    | { kind: 'enum'; options: Option[] }
    | { kind: 'const'; value: Scalar }
    | { kind: 'null' }
    | { kind: 'object'; properties: Property[]; additional: JsonSchema | undefined }
    | { kind: 'array'; items: JsonSchema; choices: Option[] | undefined; min: number; max: number }
    | { kind: 'tuple'; items: readonly JsonSchema[]; rest: JsonSchema | undefined }
    | { kind: 'record'; values: JsonSchema }
    | { kind: 'union'; variants: Variant[]; discriminator: string | undefined }
    | { kind: 'unknown' }
  );

export type ShapeOf<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** zod writes times as a pattern without a format, so we try the pattern on known texts. */
function isTimePattern(pattern: string | undefined): boolean {
  if (!pattern) return false;
  try {
    const regex = new RegExp(pattern, 'u');
    return regex.test('23:59') && !regex.test('24:00') && !regex.test('') && !regex.test('text');
  } catch {
    return false;
  }
}

function stringFormat(node: SchemaNode): StringFormat {
  const wanted = widget(node);
  if (wanted === 'textarea' || wanted === 'multiline') return 'multiline';
  if (wanted === 'markdown' || wanted === 'code' || wanted === 'image' || wanted === 'password')
    return wanted;
  if (
    typeof node.contentMediaType === 'string' &&
    node.contentMediaType.startsWith('image/') &&
    node.contentEncoding === undefined
  )
    return 'image';
  switch (node.format) {
    case 'email':
    case 'idn-email':
      return 'email';
    case 'uri':
    case 'url':
      return 'uri';
    case 'date':
    case 'date-time':
    case 'time':
    case 'uuid':
    case 'password':
    case 'markdown':
      return node.format;
    default:
  }
  if (isTimePattern(node.pattern)) return 'time';
  return node.multiline === true || (node.maxLength ?? 0) > 200 ? 'multiline' : 'text';
}

function numberLimits(node: SchemaNode, integer: boolean) {
  const unit = node.multipleOf ?? (integer ? 1 : undefined);
  const { exclusiveMinimum: above, exclusiveMaximum: below } = node;
  const min = node.minimum ?? (typeof above === 'number' ? (integer ? above + 1 : above) : undefined);
  const max = node.maximum ?? (typeof below === 'number' ? (integer ? below - 1 : below) : undefined);
  return {
    integer,
    step: unit ?? ('any' as const),
    min: min !== undefined && Math.abs(min) < Number.MAX_SAFE_INTEGER ? min : undefined,
    max: max !== undefined && Math.abs(max) < Number.MAX_SAFE_INTEGER ? max : undefined,
  };
}

/** A yes or no as a choice. */
export const yesNo: Option[] = [
  { value: true, label: 'Yes' },
  { value: false, label: 'No' },
];

/** Options must be distinguishable, whatever their values. */
function apart(options: Option[]): Option[] {
  const labels = toldApart(options.map(({ value, label }) => ({ label, value: String(value) })));
  return options.map((option, index) => ({ ...option, label: labels[index]! }));
}

const toOption = (node: SchemaNode, value: Scalar): Option => ({
  value,
  label:
    optionLabel(node, value) ??
    yesNo.find((option) => option.value === value)?.label ??
    humanize(String(value)),
});

/** A list may have thousands of options, and is looked at for every field and every key that is pressed. */
const listed = new WeakMap<readonly unknown[], { labels: unknown; options: Option[] | undefined }>();

function enumOptions(node: SchemaNode): Option[] | undefined {
  if (!node.enum || node.enum.length === 0) return undefined;
  const known = listed.get(node.enum);
  if (known && known.labels === node.labels) return known.options;
  const values = node.enum.filter(isScalar);
  const options =
    values.length === node.enum.length ? apart(values.map((value) => toOption(node, value))) : undefined;
  listed.set(node.enum, { labels: node.labels, options });
  return options;
}

/** A union of literals is an enum whose options may have titles. */
function literalOptions(
  node: SchemaNode,
  choices: readonly JsonSchema[],
  root: JsonSchema,
): Option[] | undefined {
  const options = choices.flatMap((choice) => {
    const inner = resolve(choice, root).node;
    if (isScalar(inner.const))
      return [{ ...toOption(node, inner.const), ...(inner.title && { label: inner.title }) }];
    return inner.properties ? [] : (enumOptions(inner) ?? []);
  });
  return options.length >= choices.length ? apart(options) : undefined;
}

function tagsOf(node: SchemaNode, key: string, root: JsonSchema): Scalar[] {
  const property = resolve(ownPart(node.properties ?? {}, key), root).node;
  if (!node.required?.includes(key)) return [];
  return isScalar(property.const) ? [property.const] : (property.enum ?? []).filter(isScalar);
}

/** "One of these texts, or any text" is just text; arktype writes UUIDs this way. */
function openText(nodes: readonly SchemaNode[]): SchemaNode | undefined {
  const isOpen = (node: SchemaNode) => node.type === 'string' && node.const === undefined && !node.enum;
  const [open, ...others] = nodes.filter(isOpen);
  const rest = nodes.filter((node) => !isOpen(node)).flatMap((node) => node.enum ?? [node.const]);
  return others.length === 0 && rest.every((value) => typeof value === 'string') ? open : undefined;
}

function unionShape(base: Base, choices: readonly JsonSchema[], root: JsonSchema): Shape {
  const options = literalOptions(base.node, choices, root);
  if (options) return fromOptions(base, options);
  const nodes = choices.map((choice) => resolve(choice, root).node);
  const text = openText(nodes);
  if (text) {
    const { anyOf: _, oneOf: __, ...outer } = base.node;
    const node = { ...text, ...outer };
    return { node, nullable: base.nullable, kind: 'string', format: stringFormat(node) };
  }
  const discriminator = Object.keys(nodes[0]?.properties ?? {}).find((key) => {
    const tags = nodes.map((node) => tagsOf(node, key, root));
    return tags.every((own) => own.length > 0) && new Set(tags.flat()).size === tags.flat().length;
  });
  const variants = nodes.map((node, index) => {
    const tags = discriminator === undefined ? [] : tagsOf(node, discriminator, root);
    const fallback = tags.length > 0 ? humanize(tags.join(' / ')) : kindLabel(choices[index], root, index);
    return { schema: choices[index] ?? true, tags, label: node.title ?? fallback };
  });
  return { ...base, kind: 'union', variants, discriminator };
}

/** Looks only at the node itself, so that a union containing itself terminates. */
function kindLabel(schema: JsonSchema | undefined, root: JsonSchema, index: number): string {
  const { node } = resolve(schema, root);
  if (isScalar(node.const)) return toOption(node, node.const).label;
  if (node.enum) return 'One of a list';
  const names: Record<string, string> = {
    string: 'Text',
    number: 'Number',
    integer: 'Whole number',
    boolean: 'Yes or no',
    array: 'List',
    object: `Details ${index + 1}`,
    null: 'None',
  };
  return names[typeOf(node) ?? ''] ?? `Option ${index + 1}`;
}

function fromOptions(base: Base, options: Option[]): Shape {
  const [first] = options;
  const isBoolean = options.length === 2 && options.every(({ value }) => typeof value === 'boolean');
  if (isBoolean) return { ...base, kind: 'boolean' };
  return options.length === 1 && first
    ? { ...base, kind: 'const', value: first.value }
    : { ...base, kind: 'enum', options };
}

/** A record with a fixed set of keys is an object with those properties. */
function declaredProperties(node: SchemaNode, root: JsonSchema): [string, JsonSchema][] {
  const keys = node.properties ? undefined : resolve(node.propertyNames, root).node.enum;
  const names = keys?.filter((key) => typeof key === 'string') ?? [];
  return names.length > 0
    ? names.map((key) => [key, node.additionalProperties ?? true])
    : Object.entries(node.properties ?? {});
}

/** Keywords that may bring in unlisted properties. */
const conditions = ['patternProperties', 'if', 'dependentSchemas', 'unevaluatedProperties'];

/** Whether an object may have properties its schema does not list: any, or some by a condition or pattern. */
export const isOpenEnded = (node: SchemaNode): boolean =>
  conditions.some((keyword) => node[keyword] !== undefined && node[keyword] !== false) ||
  (!node.properties && node.additionalProperties === undefined && !node.propertyNames);

/** The schema of unlisted properties: that of the only pattern, else anything. */
function unlisted({ patternProperties }: SchemaNode): JsonSchema {
  const patterns = isRecord(patternProperties) ? Object.values(patternProperties) : [];
  const [only] = patterns;
  return patterns.length === 1 && isRecord(only) ? only : true;
}

function objectShape(base: Base, root: JsonSchema): Shape {
  const { node } = base;
  const isOpen = isOpenEnded(node);
  const extra =
    isOpen && (node.additionalProperties === undefined || node.additionalProperties === false)
      ? unlisted(node)
      : node.additionalProperties;
  const declared = declaredProperties(node, root);
  const isClosed = extra === undefined || extra === false || (!node.properties && declared.length > 0);
  if (!node.properties && !isClosed && !isOpen) return { ...base, kind: 'record', values: extra };
  const properties = declared.map(([key, schema]) => {
    const inner = resolve(schema, root).node;
    const required = (node.required?.includes(key) ?? false) && inner.default === undefined;
    return { key, schema, node: inner, label: labelOf(key, inner), required };
  });
  properties.sort((a, b) => order(a.node) - order(b.node));
  return {
    ...base,
    kind: 'object',
    properties: properties.filter(({ node: { not } }) => not === undefined),
    additional: isClosed ? undefined : extra,
  };
}

function arrayShape(base: Base, root: JsonSchema): Shape {
  const { node } = base;
  const { items } = node;
  const list = node.prefixItems ?? (Array.isArray(items) ? items : undefined);
  if (list) {
    const rest = node.prefixItems && !Array.isArray(items) ? items : undefined;
    return {
      ...base,
      kind: 'tuple',
      items: list,
      rest: rest === false ? undefined : (rest as JsonSchema | undefined),
    };
  }
  const each = (items ?? true) as JsonSchema;
  const inner = resolve(each, root);
  const options =
    enumOptions(inner.node) ?? literalOptions(inner.node, inner.node.anyOf ?? inner.node.oneOf ?? [], root);
  const choices = options?.length && !inner.nullable && widget(node) !== 'list' ? options : undefined;
  return {
    ...base,
    kind: 'array',
    items: each,
    choices,
    min: node.minItems ?? 0,
    max: node.maxItems ?? Infinity,
  };
}

function typeOf(node: SchemaNode): string | undefined {
  if (typeof node.type === 'string') return node.type;
  if (node.type) return undefined;
  if (node.properties || node.additionalProperties) return 'object';
  return node.items || node.prefixItems ? 'array' : undefined;
}

/** Classifies a schema node. `root`: the whole schema, in which `$ref`s are resolved. */
export function shapeOf(schema: JsonSchema | undefined, root: JsonSchema): Shape {
  const base = resolve(schema, root);
  const { node } = base;
  if (isScalar(node.const)) return { ...base, kind: 'const', value: node.const };
  const options = enumOptions(node);
  if (options) return fromOptions(base, options);
  const choices = node.oneOf ?? node.anyOf;
  if (choices && choices.length > 0) return unionShape(base, choices, root);
  if (Array.isArray(node.type) && node.type.length > 1) {
    return unionShape(
      base,
      node.type.map((type: string) => ({ ...asNode(node), type, title: undefined, description: undefined })),
      root,
    );
  }
  switch (typeOf(node)) {
    case 'string':
      return { ...base, kind: 'string', format: stringFormat(node) };
    case 'number':
      return { ...base, kind: 'number', ...numberLimits(node, false) };
    case 'integer':
      return { ...base, kind: 'number', ...numberLimits(node, true) };
    case 'boolean':
      return { ...base, kind: 'boolean' };
    case 'null':
      return { ...base, kind: 'null' };
    case 'object':
      return objectShape(base, root);
    case 'array':
      return arrayShape(base, root);
    default:
      return { ...base, kind: node.const === null ? 'null' : 'unknown' };
  }
}
