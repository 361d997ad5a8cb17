import { formTexts } from '@/lib/base/texts/forms';
import { parseExactJson } from './exact-json';
import { FormDataError, type Issue } from './form-data-error';
import { type FormNode, emptyNode, formTree, hasContent, nodeAt, overlay } from './form-tree';
import { isSensitive } from './meta';
import { isObjectLike, matches } from './match';
import { numberProblem } from './number-problem';
import { readingOf } from './number-notation';
import { isWithin, parsePath, printPath, type Segment } from './paths';
import { readNumber } from './read-number';
import { supportedLocale } from './reader-locale';
import { encodeOption, optionOf, nullChoice, parseBoolean, parseDateTime } from './scalars';
import { type Shape, type ShapeOf, shapeOf } from './shape';
import type { Json, JsonObject, JsonSchema } from './types';

type Context = {
  root: JsonSchema;
  /** The notation of numbers; undefined: as in JSON. */
  locale: string | undefined;
  issues: Issue[];
  /** Text that could not be read, and the paths of sensitive parts, which are never sent back. */
  unread: { path: readonly Segment[]; text: string }[];
  secret: (readonly Segment[])[];
  picked: { path: readonly Segment[]; variant: number }[];
  /** To be shown again: rows stay in which nothing stands yet. */
  forShow: boolean;
};
/** Undefined means absent: the key is left out. */
type Read = Json | undefined;
type Place = { path: readonly Segment[]; required: boolean };

const last = (node: FormNode | undefined) => node?.values.at(-1);

/**
 * What an empty field means. A form may say so with `name#blank` (empty, null, absent, false, or `ask` for
 * not answered) where the schema allows it; otherwise absent when optional, null when nullable, else an empty
 * text or list.
 */
function blank(shape: Shape, node: FormNode, required: boolean): Read {
  const wish = last(node.marks.get('blank'));
  if (wish === 'null' && (shape.nullable || shape.kind === 'null')) return null;
  if (wish === 'ask') return undefined;
  if (wish === 'absent' && !required) return undefined;
  if (wish === 'false' && (shape.kind === 'boolean' || shape.kind === 'const')) return false;
  if (wish === 'empty' && shape.kind === 'string') return '';
  if (wish === 'empty' && shape.kind === 'array') return [];
  if (wish === 'empty' && (shape.kind === 'object' || shape.kind === 'record')) return {};
  if (!required) return undefined;
  if (shape.nullable || shape.kind === 'null') return null;
  if (shape.kind === 'string') return '';
  return shape.kind === 'array' ? [] : undefined;
}

/** The value in its type. Text that does not parse stays text, so that validation names the field. */
function readScalar(context: Context, shape: Shape, text: string): Json {
  switch (shape.kind) {
    case 'number': {
      const found = readNumber(text, readingOf(shape, context.locale));
      return 'value' in found ? found.value : text;
    }
    case 'boolean':
      return parseBoolean(text);
    case 'enum':
      return optionOf(shape.options, text) ?? text;
    case 'const':
      return text === String(shape.value) ||
        text === encodeOption([], shape.value) ||
        (shape.value === true && parseBoolean(text) === true)
        ? shape.value
        : text;
    case 'string':
      if (shape.format === 'date-time') return parseDateTime(text);
      return text.replaceAll('\r\n', '\n');
    default:
      return text;
  }
}

/** Unparsable text stays as the value, for drafts, but the issue keeps it from becoming an answer. */
function readNumberField(context: Context, shape: ShapeOf<'number'>, text: string, { path }: Place): Read {
  const found = readNumber(text, readingOf(shape, context.locale));
  if ('value' in found) return found.value;
  context.issues.push({ path: printPath(path), message: numberProblem(found.problem, context.locale) });
  context.unread.push({ path, text });
  return text;
}

/** A choice may be typed. What is none of the options stays as it is, for the schema to refuse. */
function readChoice(context: Context, { options }: ShapeOf<'enum'>, text: string, { path }: Place): Read {
  const value = optionOf(options, text);
  if (value !== undefined) return value;
  context.unread.push({ path, text });
  return text;
}

function readConst(context: Context, shape: ShapeOf<'const'>, node: FormNode, place: Place): Read {
  const text = last(node);
  if (text === nullChoice && shape.nullable) return null;
  if (text !== undefined && text !== '') return readScalar(context, shape, text);
  return place.required && shape.value !== true && !shape.nullable
    ? shape.value
    : blank(shape, node, place.required);
}

function readObject(context: Context, shape: ShapeOf<'object'>, node: FormNode, place: Place): Read {
  const object: JsonObject = {};
  for (const { key, schema, required } of shape.properties) {
    const value = read(context, schema, node.fields.get(key), { path: [...place.path, key], required });
    if (value !== undefined) object[key] = value;
  }
  if (shape.additional !== undefined) {
    const known = new Set(shape.properties.map(({ key }) => key));
    Object.assign(object, readRows(context, shape.additional, node, place, known));
  }
  return object;
}

/** Record entries: rows of `name#rows[i].key` and `.value`, and plain `name.key`. */
function readRows(
  context: Context,
  values: JsonSchema,
  node: FormNode,
  { path }: Place,
  known: ReadonlySet<string> = new Set(),
): JsonObject {
  const record: JsonObject = {};
  const put = (key: string, part: FormNode | undefined) => {
    const value = read(context, values, part, { path: [...path, key], required: true });
    record[key] = value ?? null;
  };
  for (const [key, part] of node.fields) if (!known.has(key)) put(key, part);
  for (const [index, part] of node.items) put(String(index), part);
  const rows = [...(node.marks.get('rows')?.items ?? [])].toSorted(([a], [b]) => a - b);
  for (const [, row] of rows) {
    const key = last(row.fields.get('key'))?.trim() ?? '';
    const value = row.fields.get('value');
    const isBlank = key === '' && !hasContent(value);
    if (isBlank && !context.forShow) continue;
    const problem = isBlank ? undefined : rowProblem(key, record, known);
    if (problem === undefined && !isBlank) {
      put(key, value);
      continue;
    }
    const place = unusedKey(key, record, known);
    if (problem) context.issues.push({ path: printPath([...path, place]), message: problem });
    put(place, value);
  }
  return record;
}

/** A key for what has no name, or one that is taken, until its form is shown again: spaces, which reading takes off. */
function unusedKey(key: string, record: JsonObject, known: ReadonlySet<string>): string {
  if (key === '__proto__') return unusedKey('', record, known);
  return Object.hasOwn(record, key) || known.has(key) ? unusedKey(`${key} `, record, known) : key;
}

function rowProblem(key: string, record: JsonObject, known: ReadonlySet<string>): string | undefined {
  if (key === '') return 'Give this entry a name';
  if (key === '__proto__') return 'This name cannot be used';
  return Object.hasOwn(record, key) || known.has(key) ? 'This name is used twice' : undefined;
}

function readItem(context: Context, schema: JsonSchema, node: FormNode | undefined, path: Segment[]): Json {
  return read(context, schema, node, { path, required: true }) ?? null;
}

function readArray(context: Context, shape: ShapeOf<'array'>, node: FormNode, place: Place): Read {
  const rows = [...node.items].toSorted(([a], [b]) => a - b).map(([, row]) => row);
  const repeated = node.values.map((value) => ({ ...emptyNode(), values: [value] }));
  const all = [...rows, ...repeated];
  if (all.length === 0) return blank(shape, node, place.required);
  return all.map((row, index) => readItem(context, shape.items, row, [...place.path, index]));
}

function readTuple(context: Context, shape: ShapeOf<'tuple'>, node: FormNode, place: Place): Read {
  const fixed = shape.items.map((schema, index) =>
    readItem(context, schema, node.items.get(index), [...place.path, index]),
  );
  const { rest } = shape;
  if (rest === undefined) return fixed;
  const more = [...node.items].filter(([index]) => index >= fixed.length).toSorted(([a], [b]) => a - b);
  return [
    ...fixed,
    ...more.map(([, row], i) => readItem(context, rest, row, [...place.path, fixed.length + i])),
  ];
}

function guessVariant(context: Context, shape: ShapeOf<'union'>, node: FormNode): number {
  const text = last(node);
  const fits = shape.variants.findIndex(({ schema }) => {
    const inner = shapeOf(schema, context.root);
    if (text === undefined) {
      const required = inner.node.required ?? [];
      return node.items.size > 0
        ? inner.kind === 'array' || inner.kind === 'tuple'
        : inner.kind === 'record' ||
            (inner.kind === 'object' && required.every((key) => node.fields.has(key)));
    }
    return inner.kind !== 'string' && matches(schema, context.root, readScalar(context, inner, text));
  });
  if (fits >= 0) return fits;
  const plain = shape.variants.findIndex(({ schema }) => shapeOf(schema, context.root).kind === 'string');
  return plain >= 0 ? plain : 0;
}

function readUnion(context: Context, shape: ShapeOf<'union'>, node: FormNode, place: Place): Read {
  const { discriminator } = shape;
  const tagText = discriminator === undefined ? undefined : last(node.fields.get(discriminator));
  const picked = last(node.marks.get('variant'));
  if (picked === '' && place.required && shape.nullable) return null;
  if (picked === '' || (tagText === '' && picked === undefined)) return blank(shape, node, place.required);
  if (picked === undefined && tagText === undefined && !hasContent(node))
    return blank(shape, node, place.required);

  let index = picked === undefined ? undefined : Number(picked);
  if (index === undefined && discriminator !== undefined && tagText !== undefined) {
    index = shape.variants.findIndex(({ tags }) => tags.some((tag) => String(tag) === tagText));
    if (index < 0) return { [discriminator]: tagText };
  }
  index ??= guessVariant(context, shape, node);
  const variant = shape.variants[index];
  if (!variant) {
    context.issues.push({ path: printPath(place.path), message: 'Choose one of the options' });
    return undefined;
  }
  if (picked !== undefined) context.picked.push({ path: place.path, variant: index });
  const panel = node.marks.get('variants')?.items.get(index);
  return read(context, variant.schema, panel ? overlay(node, panel) : node, { ...place, required: true });
}

function jsonIn(text: string): ReturnType<typeof parseExactJson> {
  try {
    return parseExactJson(text);
  } catch {
    return { value: undefined, issues: [{ path: '', message: formTexts.json.invalid }] };
  }
}

function readJson(context: Context, text: string, { path }: Place): Read {
  const { value, issues } = jsonIn(text);
  if (issues.length === 0) return value as Json;
  const told = ({ path: inner, message }: Issue) => (inner === '' ? message : `${inner}: ${message}`);
  context.issues.push(...issues.map((issue) => ({ path: printPath(path), message: told(issue) })));
  context.unread.push({ path, text });
  return undefined;
}

/** Whether an optional object was filled in: by its `#include` checkbox, else by having content. */
function isIncluded(node: FormNode, required: boolean): boolean {
  const include = last(node.marks.get('include'));
  return include === undefined ? required || hasContent(node) : include === '1';
}

function read(context: Context, schema: JsonSchema, posted: FormNode | undefined, place: Place): Read {
  const shape = shapeOf(schema, context.root);
  const node = posted ?? emptyNode();
  if (place.path.length > 32) return undefined;
  if (isSensitive(shape.node)) context.secret.push(place.path);
  const json = last(node.marks.get('json'));
  if (json !== undefined) {
    return json.trim() === '' ? blank(shape, node, place.required) : readJson(context, json, place);
  }
  switch (shape.kind) {
    case 'const':
      return readConst(context, shape, node, place);
    case 'object':
    case 'tuple':
    case 'record': {
      if (!posted || !isIncluded(node, place.required && !shape.nullable))
        return blank(shape, node, place.required);
      if (shape.kind === 'tuple') return readTuple(context, shape, node, place);
      return shape.kind === 'object'
        ? readObject(context, shape, node, place)
        : readRows(context, shape.values, node, place);
    }
    case 'array':
      return readArray(context, shape, node, place);
    case 'union':
      return readUnion(context, shape, node, place);
    default: {
      const text = last(node);
      const isBlank = text === undefined || (shape.kind === 'string' ? text === '' : text.trim() === '');
      // A row that was added and holds nothing has not been answered.
      if (text === undefined && !node.marks.has('blank') && shape.kind !== 'null') return undefined;
      if (text === nullChoice && shape.nullable && (shape.kind === 'enum' || shape.kind === 'boolean'))
        return null;
      if (isBlank) return blank(shape, node, place.required);
      if (shape.kind === 'number') return readNumberField(context, shape, text, place);
      return shape.kind === 'enum'
        ? readChoice(context, shape, text, place)
        : readScalar(context, shape, text);
    }
  }
}

/** The path prefix of a schema's fields: `prefix`, else nothing for objects, else "value". */
export function rootPath(schema: JsonSchema, prefix?: string): Segment[] {
  if (prefix) return parsePath(prefix) ?? [prefix];
  return isObjectLike(schema, schema) ? [] : ['value'];
}

/**
 * Reads an HTML form post (names are paths: `items[0].sku`) into JSON typed by the schema. Does not validate:
 * text of the wrong type stays text, but numbers are read or refused, in the notation of `#locale` or JSON's.
 * Ignores unknown fields. Fields with `#` come from components/schema-form.
 * @throws FormDataError `hostile` for names or amounts no form sends; `invalid` with issues (paths without
 *   the prefix) for unreadable numbers and JSON, and for unnamed or duplicate record entries
 */
export function parseFormEntries(
  entries: Iterable<readonly [string, unknown]>,
  schema: JsonSchema,
  { prefix }: { prefix?: string } = {},
): Json | undefined {
  const { value, issues, ...rest } = readFormEntries(entries, schema, { prefix });
  if (issues.length === 0) return value;
  throw new FormDataError('invalid', 'Some fields cannot be read.', issues, { value, ...rest });
}

/**
 * The same for a form that is to be shown again, be it right or not: rows in which nothing stands stay, entries of a list
 * that were not answered are null, and of a choice of kinds `picked` says which, by its path.
 * @throws FormDataError `hostile`
 */
export function readFormEntries(
  entries: Iterable<readonly [string, unknown]>,
  schema: JsonSchema,
  { prefix, forShow = false }: { prefix?: string | undefined; forShow?: boolean } = {},
): FormDataError['read'] & { issues: readonly Issue[] } {
  const node = nodeAt(formTree(entries), rootPath(schema, prefix)) ?? emptyNode();
  const locale = supportedLocale(last(node.marks.get('locale')) ?? '');
  const context: Context = { root: schema, locale, issues: [], unread: [], secret: [], picked: [], forShow };
  const value = read(context, schema, node, { path: [], required: true });
  const isSecret = (path: readonly Segment[]) => context.secret.some((secret) => isWithin(path, secret));
  const unread = context.unread.filter(({ path }) => !isSecret(path));
  return {
    ...(value === undefined ? {} : { value }),
    issues: context.issues,
    unread: Object.fromEntries(unread.map(({ path, text }) => [printPath(path), text])),
    picked: Object.fromEntries(context.picked.map(({ path, variant }) => [printPath(path), variant])),
  };
}
