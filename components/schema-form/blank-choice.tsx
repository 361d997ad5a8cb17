'use client';

import { Select } from '@/components/ui/select';
import { BlankMark } from './blank-mark';
import { useFormContext } from './form-context';
import { fieldId, markName } from './form-names';
import type { ShapedProps } from './node-props';

type Meaning = 'absent' | 'null' | 'empty';
const words: Record<Meaning, string> = { absent: 'No answer', null: 'None', empty: 'Empty' };

/** What nothing at all may mean here. Groups say by what is in them whether they are empty. */
function meanings({
  shape: { kind, nullable },
  required,
}: Pick<ShapedProps, 'shape' | 'required'>): Meaning[] {
  const canBeEmpty = kind === 'string' || kind === 'array';
  return [
    ...(required ? [] : ['absent' as const]),
    ...(nullable ? ['null' as const] : []),
    ...(canBeEmpty ? ['empty' as const] : []),
  ];
}

/**
 * Where nothing may also be null, only the person can say which is meant: left out, none, or an empty text or list.
 * Elsewhere the rule does (lib/schema/form-data.ts).
 */
export function BlankChoice(props: ShapedProps & { hidden?: boolean }) {
  const { shape, name, label, required, value, hidden } = props;
  const { idPrefix, disabled, changed } = useFormContext();
  const choices = meanings(props);
  if (!shape.nullable || choices.length < 2) return <BlankMark {...props} />;
  const mark = markName(name, 'blank');
  const id = fieldId(idPrefix, mark);
  const isEmpty =
    value === '' ||
    (shape.kind === 'string' && typeof shape.node.default === 'string') ||
    (Array.isArray(value) && shape.kind === 'array');
  const start = isEmpty ? 'empty' : value === null || required ? 'null' : 'absent';
  return (
    <div hidden={hidden} className="flex flex-wrap items-center gap-x-2 text-sm text-ink-subtle">
      <label htmlFor={id}>
        If left empty<span className="sr-only">: {label}</span>
      </label>
      <Select
        id={id}
        name={mark}
        disabled={disabled}
        defaultValue={start}
        onChange={changed}
        className="w-32"
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words[choice]}
          </option>
        ))}
      </Select>
    </div>
  );
}
