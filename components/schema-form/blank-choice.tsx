'use client';

import { Select } from '@/components/ui/select';
import { formTexts } from '@/lib/base/texts/forms';
import { blanksOf } from './blanks';
import { useFormContext } from './form-context';
import { fieldId, markName } from './form-names';
import type { ShapedProps } from './node-props';

/**
 * Says what an empty field means: absent, null or empty, chosen by the person where several are possible,
 * else posted by the form. An untouched null or empty value so keeps its meaning
 * (lib/base/schema/form-data.ts).
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
