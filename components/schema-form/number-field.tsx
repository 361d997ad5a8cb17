'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { currencyOf, placeholder, unit } from '@/lib/schema/meta';
import type { ShapeOf } from '@/lib/schema/shape';
import { BlankMark } from './blank-mark';
import type { ShapedProps } from './node-props';
import { useLeaf } from './use-leaf';

function limitsHint({ min, max }: ShapeOf<'number'>): string | undefined {
  if (min !== undefined && max !== undefined) return `From ${min} to ${max}.`;
  if (max !== undefined) return `At most ${max}.`;
  return min !== undefined && min > 0 ? `At least ${min}.` : undefined;
}

export function NumberField(props: ShapedProps<ShapeOf<'number'>>) {
  const { shape, value } = props;
  const { control, field } = useLeaf(props, limitsHint(shape));
  const suffix = currencyOf(shape.node, undefined) ?? unit(shape.node);
  const label = suffix ? (
    <>
      {field.label}
      <span className="sr-only"> ({suffix})</span>
    </>
  ) : (
    field.label
  );
  return (
    <Field {...field} label={label}>
      <div className="flex items-center gap-2">
        <Input
          {...control}
          type="number"
          inputMode={shape.integer ? 'numeric' : 'decimal'}
          min={shape.min}
          max={shape.max}
          step={shape.step}
          placeholder={placeholder(shape.node)}
          defaultValue={typeof value === 'number' || typeof value === 'string' ? value : ''}
          readOnly={shape.node.readOnly === true && typeof value === 'number'}
          className="max-w-56 tabular-nums"
        />
        {suffix && (
          <span aria-hidden className="text-ink-muted">
            {suffix}
          </span>
        )}
      </div>
      <BlankMark {...props} />
    </Field>
  );
}
