'use client';

import { Select } from '@/components/ui/select';
import { BlankMark } from './blank-mark';
import { useFormContext } from './form-context';
import { fieldId, markName } from './form-names';
import type { ShapedProps } from './node-props';

/**
 * Where a field may both be left out and be null, only the person can say which an empty one means; elsewhere the rule
 * does (lib/schema/form-data.ts).
 */
export function BlankChoice(props: ShapedProps) {
  const { shape, name, label, required, value } = props;
  const { idPrefix, disabled, changed } = useFormContext();
  if (required || !shape.nullable) return <BlankMark {...props} />;
  const mark = markName(name, 'blank');
  const id = fieldId(idPrefix, mark);
  return (
    <div className="flex flex-wrap items-center gap-x-2 text-sm text-ink-subtle">
      <label htmlFor={id}>
        If left empty<span className="sr-only">: {label}</span>
      </label>
      <Select id={id} name={mark} disabled={disabled} defaultValue={value === null ? 'null' : value === '' ? 'empty' : 'absent'} onChange={changed} className="w-32">
        <option value="absent">No answer</option>
        <option value="null">None</option>
        {shape.kind === 'string' && <option value="empty">Empty text</option>}
      </Select>
    </div>
  );
}
