import { toJson } from '@/lib/schema/defaults';
import { maskSensitive } from '@/lib/schema/mask';
import { variantOf } from '@/lib/schema/match';
import { isSensitive } from '@/lib/schema/meta';
import { type Shape, shapeOf } from '@/lib/schema/shape';
import { type JsonSchema, isRecord } from '@/lib/schema/types';
import { BeforeAfter, isChange } from './before-after';
import { JsonTree } from './json-tree';
import { ListView } from './list-view';
import { ObjectView } from './object-view';
import { Masked, Quiet, ScalarView } from './scalar-view';
import type { ValueProps, ViewEnv } from './view-env';

const maxDepth = 10;

/** The shape of the union's variant that the value is; the value is shown either way. */
function shapeFor(schema: JsonSchema, root: JsonSchema, value: unknown): Shape {
  let shape = shapeOf(schema, root);
  for (let hop = 0; shape.kind === 'union' && hop < maxDepth; hop++) {
    const variant = shape.variants[variantOf(shape, root, value) ?? -1];
    if (!variant) return { kind: 'unknown', node: shape.node, nullable: true };
    shape = shapeOf(variant.schema, root);
  }
  return shape;
}

/** Without a shape to go by, hidden parts are taken out first. */
function Tree({ schema, value, env }: ValueProps) {
  return <JsonTree value={maskSensitive(toJson(value) ?? null, schema, env.root)} />;
}

function Value(props: ValueProps) {
  const { schema, value, path, label, parent, env } = props;
  const outer = shapeOf(schema, env.root);
  const shape = shapeFor(schema, env.root, value);
  if (value !== null && value !== undefined && (isSensitive(outer.node) || isSensitive(shape.node))) return <Masked />;
  const isUnmatched = outer.kind === 'union' && shape.kind === 'unknown';
  const isDeep = path.length > maxDepth;
  if (Array.isArray(value)) {
    const hasShape = shape.kind === 'array' || shape.kind === 'tuple' || value.every((each) => !Array.isArray(each));
    if (!hasShape || isUnmatched || isDeep) return <Tree {...props} />;
    return <ListView {...{ shape, value, path, label, env }} />;
  }
  if (isRecord(value)) {
    if (Object.keys(value).length === 0) return <Quiet>No details</Quiet>;
    if (isChange(value) && !isUnmatched) return <BeforeAfter {...{ shape, value, path, label, env }} />;
    const hasShape = shape.kind === 'object' || shape.kind === 'record';
    // What the schema says nothing about is a tree, except at the top, where it is all there is.
    if ((!hasShape && path.length > 0) || isUnmatched || isDeep) return <Tree {...props} />;
    return <ObjectView {...{ shape, value, path, label, env }} />;
  }
  // Of a union's variants one may hide what is plain text in another.
  const isDoubtful = isUnmatched && maskSensitive(toJson(value) ?? null, schema, env.root) !== value;
  return isDoubtful ? <Masked /> : <ScalarView shape={shape} value={value} parent={parent} />;
}

export type SchemaViewProps = {
  schema: JsonSchema;
  value: unknown;
  /** Names the whole, for tables and groups at its root. */
  label?: string;
  /** Paths to leave out. */
  hidden?: readonly string[];
  className?: string;
};

/**
 * A value as its schema means it: money, dates, links, tables. Every part of the value is shown, also
 * what the schema does not know; `sensitive` parts are masked. Works as a server component.
 */
export function SchemaView({ schema, value, label, hidden = [], className }: SchemaViewProps) {
  const env: ViewEnv = { root: schema, hidden: new Set(hidden), Value };
  const title = typeof schema === 'object' ? schema.title : undefined;
  return (
    <div className={`@container min-w-0 ${className ?? ''}`}>
      <Value schema={schema} value={value} path={[]} label={label ?? title ?? 'Details'} env={env} />
    </div>
  );
}
