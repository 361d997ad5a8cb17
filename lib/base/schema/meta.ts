import { type JsonSchema, type SchemaNode, ownPart } from './types';

function text(node: SchemaNode, key: string): string | undefined {
  const value = node[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const description = (node: SchemaNode) => text(node, 'description');
export const placeholder = (node: SchemaNode) => text(node, 'placeholder');
export const widget = (node: SchemaNode) => text(node, 'widget');
/** A unit written after a number, such as "km" or "%". */
export const unit = (node: SchemaNode) => text(node, 'unit');
/** A heading shared by properties of one object. */
export const group = (node: SchemaNode) => text(node, 'group');

/** Masked when shown, and kept out of drafts. */
export const isSensitive = (node: SchemaNode) => node.sensitive === true || widget(node) === 'password';

/** The sort position: lower comes first, properties without one come last, in their own order. */
export function order(node: SchemaNode): number {
  return typeof node.order === 'number' ? node.order : Number.MAX_SAFE_INTEGER;
}

/** The label of one enum option, from `labels: { value: 'Label' }`. */
export function optionLabel(node: SchemaNode, value: unknown): string | undefined {
  const { labels } = node;
  if (typeof labels !== 'object' || labels === null) return undefined;
  const found = ownPart(labels as Record<string, unknown>, String(value));
  return typeof found === 'string' ? found : undefined;
}

/**
 * The ISO 4217 code of an amount: from the sibling that `currencyField` names, else its own `currency`.
 * `parent`: the object the amount is in.
 */
export function currencyOf(node: SchemaNode, parent: unknown): string | undefined {
  const field = text(node, 'currencyField');
  const sibling =
    field && typeof parent === 'object' && parent !== null
      ? Object.entries(parent).find(([key]) => key === field)?.[1]
      : undefined;
  const code = typeof sibling === 'string' ? sibling : text(node, 'currency');
  return code && /^[A-Za-z]{3}$/.test(code) ? code.toUpperCase() : undefined;
}

/** A schema as an object node; `true` and a missing schema are `{}`, `false` is `{ not: {} }`. */
export function asNode(schema: JsonSchema | undefined): SchemaNode {
  if (schema === undefined || schema === true) return {};
  return schema === false ? { not: {} } : schema;
}
