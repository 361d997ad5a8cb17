import { meansEmpty } from './blanks';
import { markName } from './form-names';
import type { ShapedProps } from './node-props';

/**
 * Posts what an empty field means where the default reading would be wrong, so that an untouched null, absent
 * or empty value stays what it was.
 */
export function BlankMark({ shape, name, required, value }: ShapedProps) {
  const { kind, nullable, node } = shape;
  const canBeEmpty = kind === 'string' || kind === 'array' || kind === 'object' || kind === 'record';
  const meaning =
    value === null && (nullable || kind === 'null')
      ? 'null'
      : canBeEmpty && (meansEmpty(shape, value) || (kind === 'string' && typeof node.default === 'string'))
        ? 'empty'
        : undefined;
  const isRule = meaning === undefined || (meaning === 'null' ? required : required && !nullable);
  return isRule ? null : <input type="hidden" name={markName(name, 'blank')} value={meaning} />;
}
