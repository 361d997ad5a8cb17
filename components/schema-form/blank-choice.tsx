'use client';

import { Select } from '@/components/ui/select';
import { formTexts } from '@/lib/base/texts/forms';
import { blanksOf } from './blanks';
import { useFormContext } from './form-context';
import { fieldId, markName } from './form-names';
import type { ShapedProps } from './node-props';

/**
 * What nothing at all means here: chosen by the person where it may be left out, none, or empty; else said by the form
 * itself, so that a value which was null or empty is still so when nobody has touched it (lib/base/schema/form-data.ts).
 */
export function BlankChoice(props: ShapedProps & { hidden?: boolean }) {
  const { name, label, hidden } = props;
  const { idPrefix, disabled, changed, held } = useFormContext();
  const { choices, start } = blanksOf(props, held);
  const mark = markName(name, 'blank');
  if (choices.length < 2)
    return start === undefined ? null : <input type="hidden" name={mark} value={start} disabled={disabled} />;
  const id = fieldId(idPrefix, mark);
  const texts = formTexts.blank;
  return (
    <div
      hidden={hidden}
      data-blank=""
      className="flex flex-wrap items-center gap-x-2 text-sm text-ink-subtle"
    >
      <label htmlFor={id}>
        {texts.label}
        <span className="sr-only">: {label}</span>
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
            {texts[choice]}
          </option>
        ))}
      </Select>
    </div>
  );
}
