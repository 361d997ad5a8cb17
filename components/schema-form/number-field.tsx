'use client';

import { formatNumber } from '@/lib/schema/format-number';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { currencyOf, placeholder, unit } from '@/lib/schema/meta';
import type { ShapeOf } from '@/lib/schema/shape';
import { BlankChoice } from './blank-choice';
import type { ShapedProps } from './node-props';
import { useLeaf } from './use-leaf';

const digits = (value: number) => formatNumber(value, {});

/** "More than 0, at most 50,000." Limits of whole numbers always include their ends. */
function limitsHint({ min, max, integer, node }: ShapeOf<'number'>): string | undefined {
  const isAbove = !integer && min !== undefined && node.minimum === undefined;
  const isBelow = !integer && max !== undefined && node.maximum === undefined;
  if (min !== undefined && max !== undefined && !isAbove && !isBelow)
    return `From ${digits(min)} to ${digits(max)}.`;
  // That a number is not negative goes without saying.
  const from =
    min === undefined || (min <= 0 && max === undefined && !isAbove)
      ? undefined
      : `${isAbove ? 'more than' : 'at least'} ${digits(min)}`;
  const to = max === undefined ? undefined : `${isBelow ? 'less than' : 'at most'} ${digits(max)}`;
  const text = [from, to].filter((part) => part !== undefined).join(', ');
  return text === '' ? undefined : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
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
      <BlankChoice {...props} />
    </Field>
  );
}
