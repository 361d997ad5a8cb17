import type { JsonSchema, SchemaNode } from './types';

function text(node: SchemaNode, key: string): string | undefined {
  const value = node[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const description = (node: SchemaNode) => text(node, 'description');
export const placeholder = (node: SchemaNode) => text(node, 'placeholder');
export const widget = (node: SchemaNode) => text(node, 'widget');
/** A unit written after a number, e.g. "km" or "%". */
export const unit = (node: SchemaNode) => text(node, 'unit');
/** A heading that properties of one object share. */
export const group = (node: SchemaNode) => text(node, 'group');

/** Masked when shown, and kept out of drafts. */
export const isSensitive = (node: SchemaNode) => node.sensitive === true || widget(node) === 'password';

/** Lower comes first; properties without it keep their place after those that have it. */
export function order(node: SchemaNode): number {
  return typeof node.order === 'number' ? node.order : Number.MAX_SAFE_INTEGER;
}

/** A label for one option of an enum, from `labels: { value: 'Label' }`. */
export function optionLabel(node: SchemaNode, value: unknown): string | undefined {
  const { labels } = node;
  if (typeof labels !== 'object' || labels === null) return undefined;
  const found = Object.entries(labels).find(([key]) => key === String(value))?.[1];
  return typeof found === 'string' ? found : undefined;
}

/**
 * The ISO 4217 code of an amount: its own `currency`, else the sibling that `currencyField` names.
 * `parent` is the object the amount stands in.
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

/** Whether a schema is an object node (`true` and `{}` say nothing). */
export function asNode(schema: JsonSchema | undefined): SchemaNode {
  if (schema === undefined || schema === true) return {};
  return schema === false ? { not: {} } : schema;
}
