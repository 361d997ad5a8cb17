import type { ShapedProps } from './node-props';

/** What an empty field means. `ask`: not answered yet, so the form asks again. */
type Meaning = 'ask' | 'absent' | 'null' | 'empty';

/** Whether an empty field means an empty value: the value is empty already, or a list. */
export const meansEmpty = ({ kind }: ShapedProps['shape'], value: ShapedProps['value']): boolean =>
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0) ||
  (kind === 'array' && Array.isArray(value));

type Blanks = {
  /** The meanings a person can choose from; with fewer than two there is no choice. */
  choices: Meaning[];
  /** The meaning until somebody chooses. */
  start: Meaning | undefined;
};

/**
 * What an empty field may mean. If an answer is required and the evidence has a value under that name
 * (`held`), null or empty must be chosen: a reviewer who overlooks the field has not cleared it.
 */
export function blanksOf(
  { shape, path, required, value }: Pick<ShapedProps, 'shape' | 'path' | 'required' | 'value'>,
  held: ReadonlySet<string>,
): Blanks {
  const { kind, nullable, node } = shape;
  const canBeEmpty = kind === 'string' || kind === 'array';
  const name = path.findLast((segment) => typeof segment === 'string') ?? '';
  const isEmpty = meansEmpty(shape, value);
  if (!required) {
    const isText = kind === 'string' && typeof node.default === 'string';
    return {
      choices: nullable ? ['absent', 'null', ...(canBeEmpty ? ['empty' as const] : [])] : [],
      start: isEmpty || isText ? 'empty' : value === null ? 'null' : nullable ? 'absent' : undefined,
    };
  }
  // A required text counts as missing while it is empty, unless the value was already empty.
  if (kind === 'string' && !nullable) return { choices: [], start: value === '' ? 'empty' : 'ask' };
  const asks = value === undefined && held.has(name) && (nullable || kind === 'array');
  const empty = canBeEmpty && (nullable || asks) ? ['empty' as const] : [];
  return {
    choices: [...(asks ? ['ask' as const] : []), ...(nullable ? ['null' as const] : []), ...empty],
    start: asks ? 'ask' : nullable ? (isEmpty ? 'empty' : 'null') : undefined,
  };
}

/** Whether a field is marked as required: when leaving it empty is no answer. */
export const mustBeFilled = (
  props: Pick<ShapedProps, 'shape' | 'path' | 'required' | 'value'>,
  held: ReadonlySet<string>,
): boolean => props.required && (!props.shape.nullable || blanksOf(props, held).start === 'ask');
