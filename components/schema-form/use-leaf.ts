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

/** What a scalar's field needs: id, help, error, and its control's attributes. */
export function useLeaf(
  props: ShapedProps,
  hint?: string,
  /** The problem that the field itself found; the server's errors come first. */
  problem?: string,
) {
  const { shape, path, name, label, hideLabel, relaxed } = props;
  const { idPrefix, errors, disabled, held } = useFormContext();
  const required = mustBeFilled(props, held);
  // For a nullable field only the server knows whether a value is missing.
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
