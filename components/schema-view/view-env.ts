import type { ReactNode } from 'react';
import type { Segment } from '@/lib/base/schema/paths';
import type { Shape } from '@/lib/base/schema/shape';
import type { JsonSchema } from '@/lib/base/schema/types';

export type ValueProps = {
  schema: JsonSchema;
  value: unknown;
  path: readonly Segment[];
  label: string;
  /** The object the value stands in; an amount may find its currency there. */
  parent?: unknown;
  env: ViewEnv;
};

/** What every part of a view needs. A plain object, as server components have no context. */
export type ViewEnv = {
  root: JsonSchema;
  /** Properties of the root that are left out. */
  hidden: ReadonlySet<string>;
  /** Where a masked part may be asked for; the paths are the value's. */
  revealHref: string | undefined;
  /** Shows no image that another site would have to be asked for. */
  within: boolean;
  /** Folds nothing and lets no box scroll: for answers that must not be given on less. */
  whole: boolean;
  /** Renders a part by its schema; here because parts contain parts. */
  Value: (props: ValueProps) => ReactNode;
};

export type ShapedValue<Value, S extends Shape = Shape> = Omit<ValueProps, 'schema' | 'value'> & {
  shape: S;
  value: Value;
};
