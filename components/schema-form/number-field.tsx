'use client';

import { type ChangeEvent, type ComponentProps, useState } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useReaderLocale } from '@/components/ui/reader-locale';
import { formatNumber } from '@/lib/base/schema/format-number';
import { currencyOf, placeholder, unit } from '@/lib/base/schema/meta';
import { currencyMark, readingOf, writeNumber } from '@/lib/base/schema/number-notation';
import { numberProblem } from '@/lib/base/schema/number-problem';
import { printPath } from '@/lib/base/schema/paths';
import { readNumber } from '@/lib/base/schema/read-number';
import type { ShapeOf } from '@/lib/base/schema/shape';
import { ownPart } from '@/lib/base/schema/types';
import { formTexts } from '@/lib/base/texts/forms';
import { BlankChoice } from './blank-choice';
import { useFormContext } from './form-context';
import type { ShapedProps } from './node-props';
import { useLeaf } from './use-leaf';

type NumberShape = ShapeOf<'number'>;

/** "More than 0, at most 50,000." Limits of whole numbers always include their ends. */
function limitsHint({ min, max, integer, node }: NumberShape, locale: string): string | undefined {
  const digits = (value: number) => formatNumber(value, {}, undefined, locale);
  const isAbove = !integer && min !== undefined && node.minimum === undefined;
  const isBelow = !integer && max !== undefined && node.maximum === undefined;
  if (min !== undefined && max !== undefined && !isAbove && !isBelow)
    return `From ${digits(min)} to ${digits(max)}.`;
  // A lower limit of zero is not worth stating.
  const from =
    min === undefined || (min <= 0 && max === undefined && !isAbove)
      ? undefined
      : `${isAbove ? 'more than' : 'at least'} ${digits(min)}`;
  const to = max === undefined ? undefined : `${isBelow ? 'less than' : 'at most'} ${digits(max)}`;
  const text = [from, to].filter((part) => part !== undefined).join(', ');
  return text === '' ? undefined : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The typed text and, once the field is left, how it was read: the number in full, or what is wrong. */
function useTyped(shape: NumberShape, start: string, locale: string) {
  const [text, setText] = useState(start);
  const [left, setLeft] = useState(false);
  const read = text.trim() === '' ? undefined : readNumber(text, readingOf(shape, locale));
  const echo = read && 'value' in read ? formatNumber(read.value, shape.node, undefined, locale) : undefined;
  return {
    echo: echo === text.trim() ? undefined : echo,
    problem: left && read && 'problem' in read ? numberProblem(read.problem, locale) : undefined,
    typing: {
      onChange: (event: ChangeEvent<HTMLInputElement>) => {
        setText(event.currentTarget.value);
        setLeft(false);
      },
      onBlur: () => setLeft(true),
    },
  };
}

type Mark = { symbol: string; before: boolean };

/** A currency stands where the locale puts it, a unit after the number. */
function markOf({ node }: NumberShape, locale: string): Mark | undefined {
  const currency = currencyOf(node, undefined);
  if (currency !== undefined) return currencyMark(locale, currency);
  const suffix = unit(node);
  return suffix === undefined ? undefined : { symbol: suffix, before: false };
}

function MarkedInput({ mark, ...props }: ComponentProps<'input'> & { mark: Mark | undefined }) {
  const room = mark && `calc(${mark.symbol.length}ch + 1.25rem)`;
  const side = mark?.before ? 'left-2.5' : 'right-2.5';
  return (
    <div className="relative max-w-56">
      <Input {...props} style={{ [mark?.before ? 'paddingLeft' : 'paddingRight']: room }} />
      {mark && (
        <span
          aria-hidden
          className={`pointer-events-none absolute inset-y-0 flex items-center text-ink-muted ${side}`}
        >
          {mark.symbol}
        </span>
      )}
    </div>
  );
}

/**
 * A text input, so that the server checks exactly what was typed: browsers' number inputs drop what they
 * cannot parse.
 */
export function NumberField(props: ShapedProps<NumberShape>) {
  const { shape, value, path } = props;
  const { unread } = useFormContext();
  const locale = useReaderLocale();
  const given = typeof value === 'number' ? writeNumber(value, shape, locale) : value;
  const start = ownPart(unread, printPath(path)) ?? (typeof given === 'string' ? given : '');
  const { echo, problem, typing } = useTyped(shape, start, locale);
  const { control, field } = useLeaf(props, limitsHint(shape, locale), problem);
  const mark = markOf(shape, locale);
  const echoId = `${control.id}-echo`;
  const mayBeNegative = shape.min === undefined ? mark === undefined : shape.min < 0;
  return (
    <Field
      {...field}
      label={
        <>
          {field.label}
          {mark && <span className="sr-only"> ({mark.symbol})</span>}
        </>
      }
    >
      <MarkedInput
        {...control}
        {...typing}
        mark={mark}
        type="text"
        // Phones' numeric keypads have no minus sign.
        inputMode={mayBeNegative ? undefined : shape.integer ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder(shape.node)}
        defaultValue={start}
        readOnly={shape.node.readOnly === true && typeof value === 'number'}
        aria-describedby={
          [control['aria-describedby'], echo && echoId].filter(Boolean).join(' ') || undefined
        }
        className="tabular-nums"
      />
      {echo !== undefined && (
        <p id={echoId} className="text-sm text-ink-muted tabular-nums noscript:hidden">
          <span className="sr-only">{formTexts.number.read} </span>
          {echo}
        </p>
      )}
      <BlankChoice {...props} />
    </Field>
  );
}
