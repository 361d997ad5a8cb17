import { markName } from './form-names';
import type { ShapedProps } from './node-props';

/**
 * Says what an empty field means where that differs from the rule, so that a value which was null,
 * absent or empty is still so when nobody has touched it.
 */
export function BlankMark({ shape, name, required, value }: ShapedProps) {
  const { kind, nullable, node } = shape;
  const canBeEmpty = kind === 'string' || kind === 'array' || kind === 'object' || kind === 'record';
  const wasEmpty =
    value === '' ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0) ||
    (kind === 'array' && value !== undefined && value !== null);
  const meaning =
    value === null && (nullable || kind === 'null')
      ? 'null'
      : canBeEmpty && (wasEmpty || (kind === 'string' && typeof node.default === 'string'))
        ? 'empty'
        : undefined;
  const isRule = meaning === undefined || (meaning === 'null' ? required : required && !nullable);
  return isRule ? null : <input type="hidden" name={markName(name, 'blank')} value={meaning} />;
}
