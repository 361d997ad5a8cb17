'use client';

import { type ControlProps, controlProps } from '@/components/ui/field';
import { description } from '@/lib/schema/meta';
import { printPath } from '@/lib/schema/paths';
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
  { shape, path, name, label, hideLabel, required, relaxed }: ShapedProps,
  hint?: string,
  /** What the field itself found wrong; what the server said comes first. */
  problem?: string,
) {
  const { idPrefix, errors, disabled } = useFormContext();
  const id = fieldId(idPrefix, name);
  const error = errors.get(printPath(path)) ?? (problem === undefined ? undefined : [problem]);
  const help = [description(shape.node), hint].filter(Boolean).join(' ') || undefined;
  const control: LeafControl = {
    ...controlProps({ id, help, error }),
    name,
    disabled,
    ...(required && (relaxed ? { 'aria-required': true as const } : { required: true })),
  };
  return { id, error, help, control, field: { id, label, hideLabel, help, error, required } };
}
