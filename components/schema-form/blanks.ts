import type { ShapedProps } from './node-props';

/** What a field that is left empty says; `ask`: nothing yet, so that it is asked again. */
type Meaning = 'ask' | 'absent' | 'null' | 'empty';

type Blanks = {
  /** What may be meant, to be chosen from; one or none is no choice. */
  choices: Meaning[];
  /** What is meant until somebody chooses. */
  start: Meaning | undefined;
};

/**
 * What nothing at all may mean in a field. Where an answer is needed and the evidence holds something of that name
 * (`held`), none and empty have to be chosen: a reviewer who overlooked the field must not be taken to have cleared it.
 */
export function blanksOf(
  { shape, path, required, value }: Pick<ShapedProps, 'shape' | 'path' | 'required' | 'value'>,
  held: ReadonlySet<string>,
): Blanks {
  const { kind, nullable, node } = shape;
  const canBeEmpty = kind === 'string' || kind === 'array';
  const name = path.findLast((segment) => typeof segment === 'string') ?? '';
  const isEmpty =
    value === '' ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0) ||
    (kind === 'array' && Array.isArray(value));
  if (!required) {
    const isText = kind === 'string' && typeof node.default === 'string';
    return {
      choices: nullable ? ['absent', 'null', ...(canBeEmpty ? ['empty' as const] : [])] : [],
      start: isEmpty || isText ? 'empty' : value === null ? 'null' : nullable ? 'absent' : undefined,
    };
  }
  // A text that is needed is not there while it is empty, unless it was.
  if (kind === 'string' && !nullable) return { choices: [], start: value === '' ? 'empty' : 'ask' };
  const asks = value === undefined && held.has(name) && (nullable || kind === 'array');
  const empty = canBeEmpty && (nullable || asks) ? ['empty' as const] : [];
  return {
    choices: [...(asks ? ['ask' as const] : []), ...(nullable ? ['null' as const] : []), ...empty],
    start: asks ? 'ask' : nullable ? (isEmpty ? 'empty' : 'null') : undefined,
  };
}

/** Whether a field is marked as one that must be filled in: where nothing is no answer. */
export const mustBeFilled = (
  props: Pick<ShapedProps, 'shape' | 'path' | 'required' | 'value'>,
  held: ReadonlySet<string>,
): boolean => props.required && (!props.shape.nullable || blanksOf(props, held).start === 'ask');
