'use client';

import { type ReactNode, useState } from 'react';
import { CheckboxField } from '@/components/ui/checkbox';
import { Fieldset } from '@/components/ui/field';
import { description } from '@/lib/base/schema/meta';
import { printPath } from '@/lib/base/schema/paths';
import { BlankChoice } from './blank-choice';
import { useFormContext } from './form-context';
import { fieldId, markName } from './form-names';
import { NoScript, ShowFields } from './no-script';
import type { ShapedProps } from './node-props';

/** Recursive schemas must stop somewhere. */
const maxNoscriptDepth = 3;

type GroupFrameProps = ShapedProps & {
  /** Whether it starts included; used only for optional parts. */
  included: boolean;
  children: (relaxed: boolean) => ReactNode;
};

/** A part with a heading; an optional one gets a checkbox that includes it. */
export function GroupFrame({ included, children, ...props }: GroupFrameProps) {
  const { shape, path, name, label, hideLabel, required, relaxed, depth } = props;
  const { idPrefix, errors, disabled, changed } = useFormContext();
  const [open, setOpen] = useState(included);
  const id = fieldId(idPrefix, name);
  const error = errors.get(printPath(path));
  const box = 'flex flex-col gap-4 border-l-2 pl-4';
  if (required && !shape.nullable) {
    return (
      <Fieldset id={id} legend={label} hideLegend={hideLabel} help={description(shape.node)} error={error}>
        <input type="hidden" name={markName(name, 'include')} value="1" disabled={disabled} />
        <div className={hideLabel ? 'flex flex-col gap-4' : box}>{children(relaxed)}</div>
      </Fieldset>
    );
  }
  return (
    <div className="choice flex min-w-0 flex-col gap-3">
      <div className="choice-picker">
        <input type="hidden" name={markName(name, 'include')} value="0" disabled={disabled} />
        <CheckboxField
          id={id}
          name={markName(name, 'include')}
          value="1"
          data-include=""
          label={<span className="font-medium">{label}</span>}
          help={description(shape.node)}
          error={error}
          disabled={disabled}
          defaultChecked={included}
          onChange={(event) => {
            setOpen(event.currentTarget.checked);
            changed();
          }}
        />
        <BlankChoice {...props} hidden={open} />
      </div>
      {open ? (
        <div data-panel="0" role="group" aria-label={label} className={box}>
          {children(true)}
        </div>
      ) : (
        <NoScript>
          <div data-panel="0" className={box}>
            {depth < maxNoscriptDepth ? children(true) : <ShowFields name={name} />}
          </div>
        </NoScript>
      )}
    </div>
  );
}
