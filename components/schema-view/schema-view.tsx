import { cn } from '@/components/ui/cn';
import { toJson } from '@/lib/base/schema/defaults';
import { maskSensitive } from '@/lib/base/schema/mask';
import { maskText } from '@/lib/base/schema/mask-text';
import { shapeFor } from '@/lib/base/schema/parts';
import { printPath } from '@/lib/base/schema/paths';
import { type Shape, shapeOf } from '@/lib/base/schema/shape';
import { type JsonSchema, isRecord } from '@/lib/base/schema/types';
import { BeforeAfter, isChange } from './before-after';
import { isMarkdown } from './is-markdown';
import { JsonTree } from './json-tree';
import { ListView } from './list-view';
import { Markdown } from './markdown';
import { ObjectView } from './object-view';
import { Picture, pictureOf } from './picture';
import { Reveal } from './reveal';
import { Masked, Quiet, ScalarView } from './scalar-view';
import type { ValueProps, ViewEnv } from './view-env';

const maxDepth = 10;

const plain: Shape = { kind: 'unknown', node: {}, nullable: true };
const scalars = new Set<Shape['kind']>(['string', 'number', 'boolean', 'enum']);

/** A hidden part, with a reveal button for those who may see it. */
function Hidden({ shape, path, label, env }: Pick<ValueProps, 'path' | 'label' | 'env'> & { shape: Shape }) {
  if (env.revealHref === undefined) return <Masked />;
  return (
    <Reveal
      href={env.revealHref}
      path={printPath(path)}
      label={label}
      shape={scalars.has(shape.kind) ? shape : plain}
    />
  );
}

/** A value without a shape, as a tree; its masked parts can be revealed like any other. */
function Tree({ value, path, env }: Pick<ValueProps, 'value' | 'path' | 'env'>) {
  return (
    <JsonTree
      value={value}
      whole={env.whole}
      renderHidden={(below, label) => (
        <Hidden shape={plain} path={[...path, ...below]} label={label} env={env} />
      )}
    />
  );
}

function Value(props: ValueProps) {
  const { schema, value, path, label, parent, env } = props;
  const outer = shapeOf(schema, env.root);
  const shape = shapeFor(schema, env.root, value);
  if (value === maskText) return <Hidden {...{ shape: outer, path, label, env }} />;
  const isUnmatched = outer.kind === 'union' && shape.kind === 'unknown';
  const isDeep = path.length > maxDepth;
  if (Array.isArray(value)) {
    const hasShape =
      shape.kind === 'array' || shape.kind === 'tuple' || value.every((each) => !Array.isArray(each));
    if (!hasShape || isUnmatched || isDeep) return <Tree {...{ value, path, env }} />;
    return <ListView {...{ shape, value, path, label, env }} />;
  }
  if (isRecord(value)) {
    if (Object.keys(value).length === 0) return <Quiet>No details</Quiet>;
    if (isChange(value) && !isUnmatched) return <BeforeAfter {...{ shape, value, path, label, env }} />;
    const hasShape = shape.kind === 'object' || shape.kind === 'record';
    // A part that the schema does not describe is a tree, except the root, where it is everything.
    if ((!hasShape && path.length > 0) || isUnmatched || isDeep) return <Tree {...{ value, path, env }} />;
    return <ObjectView {...{ shape, value, path, label, env }} />;
  }
  if (isMarkdown(shape, value)) return <Markdown text={value} within={env.within} whole={env.whole} />;
  const picture =
    typeof value === 'string' && shape.kind === 'string' && shape.format === 'image'
      ? pictureOf(value, env.within)
      : undefined;
  if (picture !== undefined) return <Picture src={picture} alt={label} />;
  return <ScalarView shape={shape} value={value} parent={parent} whole={env.whole} />;
}

export type SchemaViewProps = {
  schema: JsonSchema;
  value: unknown;
  /** The name of the whole value, for tables and groups at its root. */
  label?: string;
  /** Properties of the root to leave out. */
  hidden?: readonly string[];
  /** The whole schema, when `schema` is a part of one and may refer to it. */
  root?: JsonSchema;
  /** The object that contains the value; an amount may find its currency there. */
  parent?: unknown;
  /** The address that gets `{path}` to reveal a masked part; without it there is no button. */
  revealHref?: string;
  /** Load nothing from other sites: their images become links. */
  within?: boolean;
  /** Fold nothing, so that the person who answers sees everything. */
  whole?: boolean;
  className?: string;
};

/**
 * A value formatted by its schema: money, dates, links, tables. Every part is shown, also those the schema
 * does not list; `sensitive` parts are masked. Works as a server component.
 */
export function SchemaView({
  schema,
  value,
  label,
  hidden = [],
  root = schema,
  parent,
  revealHref,
  within = false,
  whole = false,
  className,
}: SchemaViewProps) {
  const env: ViewEnv = { root, hidden: new Set(hidden), revealHref, within, whole, Value };
  const title = typeof schema === 'object' ? schema.title : undefined;
  const shown = value === undefined ? undefined : maskSensitive(toJson(value) ?? null, schema, root);
  return (
    // A container query's element gets no width from its content, so a single value is not put in one.
    <div className={cn('min-w-0', typeof shown === 'object' && '@container', className)}>
      <Value
        schema={schema}
        value={shown}
        path={[]}
        label={label ?? title ?? 'Details'}
        parent={parent}
        env={env}
      />
    </div>
  );
}
