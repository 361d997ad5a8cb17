import type { Segment } from '@/lib/base/schema/paths';
import type { Shape } from '@/lib/base/schema/shape';
import type { Json, JsonSchema } from '@/lib/base/schema/types';

export type NodeProps = {
  schema: JsonSchema;
  /** The value's path; errors are matched by it. */
  path: readonly Segment[];
  /** The name of its fields in the post; differs from the path inside unions and records. */
  name: string;
  label: string;
  hideLabel?: boolean;
  required: boolean;
  /** It may be hidden, so the browser must not insist on an answer. */
  relaxed: boolean;
  value: Json | undefined;
  depth: number;
};

export type ShapedProps<S extends Shape = Shape> = NodeProps & { shape: S };
