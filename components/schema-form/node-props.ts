import type { Segment } from '@/lib/base/schema/paths';
import type { Shape } from '@/lib/base/schema/shape';
import type { Json, JsonSchema } from '@/lib/base/schema/types';

export type NodeProps = {
  schema: JsonSchema;
  /** Where the value lies; errors are found by it. */
  path: readonly Segment[];
  /** What its fields are called in the post; differs from the path inside unions and records. */
  name: string;
  label: string;
  hideLabel?: boolean;
  required: boolean;
  /** It may be out of sight, so the browser must not insist on it. */
  relaxed: boolean;
  value: Json | undefined;
  depth: number;
};

export type ShapedProps<S extends Shape = Shape> = NodeProps & { shape: S };
