'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Readable } from '@/components/ui/readable';
import { Textarea } from '@/components/ui/textarea';
import { readable } from '@/lib/base/readable/readable';
import { placeholder } from '@/lib/base/schema/meta';
import type { ShapeOf, StringFormat } from '@/lib/base/schema/shape';
import { BlankChoice } from './blank-choice';
import { DateTimeControl } from './date-time-control';
import type { ShapedProps } from './node-props';
import { RoomLeft } from './room-left';
import { useLeaf } from './use-leaf';

type InputKind = { type: string; inputMode?: 'email' | 'url'; spellCheck?: false; autoComplete?: string };

const inputs: Partial<Record<StringFormat, InputKind>> = {
  email: { type: 'email', inputMode: 'email', spellCheck: false },
  uri: { type: 'url', inputMode: 'url', spellCheck: false },
  image: { type: 'url', inputMode: 'url', spellCheck: false },
  date: { type: 'date' },
  time: { type: 'time' },
  uuid: { type: 'text', spellCheck: false, autoComplete: 'off' },
  password: { type: 'password', autoComplete: 'off' },
};

/** Only a limit small enough to surprise is mentioned. */
const surprising = 20;

function lengthHint({
  minLength = 0,
  maxLength,
}: {
  minLength?: number;
  maxLength?: number;
}): string | undefined {
  if (maxLength === undefined || maxLength > surprising) return undefined;
  return minLength === maxLength ? `Exactly ${maxLength} characters.` : `At most ${maxLength} characters.`;
}

function hintFor({ format, node }: ShapeOf<'string'>): string | undefined {
  if (format === 'markdown') return 'You can use Markdown.';
  if (format === 'text' || format === 'multiline') return lengthHint(node);
  return undefined;
}

export function StringField(props: ShapedProps<ShapeOf<'string'>>) {
  const { shape, value } = props;
  const { control, field } = useLeaf(props, hintFor(shape));
  const { maxLength } = shape.node;
  const text =
    value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const common = {
    ...control,
    defaultValue: text,
    placeholder: placeholder(shape.node),
    // Without a value an author's readOnly (zod's `.readonly()`) would make the field unanswerable.
    readOnly: shape.node.readOnly === true && text !== '',
  };
  const isLong = ['multiline', 'markdown', 'code'].includes(shape.format) || text.includes('\n');
  return (
    <Field {...field}>
      {shape.format === 'date-time' ? (
        <DateTimeControl control={control} initial={text} />
      ) : isLong ? (
        <Textarea {...common} className={shape.format === 'code' ? 'font-mono text-sm' : undefined} />
      ) : (
        <Input
          {...common}
          {...(inputs[shape.format] ?? { type: 'text' })}
          {...(['date', 'time'].includes(shape.format) && { className: 'max-w-60' })}
          step={shape.format === 'time' ? 'any' : undefined}
        />
      )}
      {/* An input shows its text as it is; what could not be seen in it is shown below. */}
      {readable(text) !== text && (
        <p className="text-sm wrap-anywhere text-ink-muted">
          <Readable text={text} />
        </p>
      )}
      {maxLength !== undefined && maxLength > surprising && (
        <RoomLeft id={control.id} length={text.length} max={maxLength} />
      )}
      <BlankChoice {...props} />
    </Field>
  );
}
