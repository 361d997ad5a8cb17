import type { ReactNode } from 'react';
import type { Segment } from '@/lib/base/schema/paths';
import type { Shape } from '@/lib/base/schema/shape';
import type { JsonSchema } from '@/lib/base/schema/types';

export type ValueProps = {
  schema: JsonSchema;
  value: unknown;
  path: readonly Segment[];
  label: string;
  /** The object that contains the value; an amount may find its currency there. */
  parent?: unknown;
  env: ViewEnv;
};

/** What every part of a view needs. A plain object, since server components have no context. */
export type ViewEnv = {
  root: JsonSchema;
  /** Properties of the root that are left out. */
  hidden: ReadonlySet<string>;
  /** The address to reveal a masked part at; paths are relative to the value. */
  revealHref: string | undefined;
  /** Loads no image from another site. */
  within: boolean;
  /** Folds nothing and scrolls nothing, for answers that must not be given on a partial view. */
  whole: boolean;
  /** Renders a part by its schema; in the env, since parts contain parts. */
  Value: (props: ValueProps) => ReactNode;
};

export type ShapedValue<Value, S extends Shape = Shape> = Omit<ValueProps, 'schema' | 'value'> & {
  shape: S;
  value: Value;
};
