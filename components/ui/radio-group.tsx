import type { ChangeEventHandler, ReactNode } from 'react';
import { cn } from './cn';
import { Fieldset, type FieldsetProps } from './field';

type RadioOption = { value: string; label: ReactNode; help?: ReactNode; disabled?: boolean };

export type RadioGroupProps = Omit<FieldsetProps, 'children'> & {
  name: string;
  options: readonly RadioOption[];
  defaultValue?: string | undefined;
  /** With `onChange`, for a controlled group. */
  value?: string;
  onChange?: ChangeEventHandler<HTMLInputElement>;
  /** Lays the options in a row where there is room. */
  inline?: boolean;
  /** Marks the group as required without the browser's own check. */
  nativeRequired?: boolean;
};

/** Native radios in a fieldset. The first option's id is `${id}-0`, the next `${id}-1`, … */
export function RadioGroup({
  name,
  options,
  defaultValue,
  value,
  onChange,
  inline,
  nativeRequired,
  ...fieldset
}: RadioGroupProps) {
  const required = nativeRequired ?? fieldset.required;
  return (
    <Fieldset {...fieldset}>
      <div className={cn('flex gap-x-5 gap-y-1', inline ? 'flex-row flex-wrap' : 'flex-col')}>
        {options.map((option, index) => (
          <label key={option.value} className="flex min-h-6 items-start gap-2">
            <input
              type="radio"
              id={`${fieldset.id}-${index}`}
              name={name}
              value={option.value}
              required={required}
              disabled={option.disabled}
              {...(value === undefined
                ? { defaultChecked: option.value === defaultValue }
                : { checked: option.value === value })}
              onChange={onChange}
              className="mt-[3px] size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              {option.label}
              {option.help && <span className="block text-sm text-ink-subtle">{option.help}</span>}
            </span>
          </label>
        ))}
      </div>
    </Fieldset>
  );
}
