'use client';

import { type ControlProps, controlProps } from '@/components/ui/field';
import { description } from '@/lib/base/schema/meta';
import { printPath } from '@/lib/base/schema/paths';
import { mustBeFilled } from './blanks';
import { useFormContext } from './form-context';
import { fieldId } from './form-names';
import type { ShapedProps } from './node-props';

type LeafControl = Omit<ControlProps, 'required'> & {
  name: string;
  disabled: boolean;
  required?: boolean;
  'aria-required'?: true;
};

/** What the field of a scalar needs: id, help, error, and the attributes of its control. */
export function useLeaf(
  props: ShapedProps,
  hint?: string,
  /** What the field itself found wrong; what the server said comes first. */
  problem?: string,
) {
  const { shape, path, name, label, hideLabel, relaxed } = props;
  const { idPrefix, errors, disabled, held } = useFormContext();
  const required = mustBeFilled(props, held);
  // Where it may be said that there is none, only the server knows whether something is missing.
  const insists = required && !shape.nullable;
  const id = fieldId(idPrefix, name);
  const error = errors.get(printPath(path)) ?? (problem === undefined ? undefined : [problem]);
  const help = [description(shape.node), hint].filter(Boolean).join(' ') || undefined;
  const control: LeafControl = {
    ...controlProps({ id, help, error }),
    name,
    disabled,
    ...(insists && (relaxed ? { 'aria-required': true as const } : { required: true })),
  };
  return { id, error, help, control, field: { id, label, hideLabel, help, error, required } };
}
