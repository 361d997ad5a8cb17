'use client';

import { CheckboxField } from '@/components/ui/checkbox';
import { Field, Fieldset } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { isAskedPlainly } from '@/lib/engine/find-verdict';
import { humanize } from '@/lib/base/schema/label';
import { widget } from '@/lib/base/schema/meta';
import { encodeOption, nullChoice } from '@/lib/base/schema/scalars';
import { yesNo, type Option, type Scalar, type ShapeOf } from '@/lib/base/schema/shape';
import type { Json } from '@/lib/base/schema/types';
import { formTexts } from '@/lib/base/texts/forms';
import { BlankChoice } from './blank-choice';
import { BlankMark } from './blank-mark';
import { blanksOf } from './blanks';
import { useFormContext } from './form-context';
import { childName, markName } from './form-names';
import { LongChoice } from './long-choice';
import type { ShapedProps } from './node-props';
import { useLeaf } from './use-leaf';

const isScalar = (value: Json | undefined): value is Scalar =>
  value !== null && value !== undefined && typeof value !== 'object';

/** A value that is no longer offered stays choosable, so that opening a form does not change it. */
function withCurrent(options: readonly Option[], value: Json | undefined): readonly Option[] {
  if (!isScalar(value) || options.some((option) => option.value === value)) return options;
  return [...options, { value, label: `${humanize(String(value))} (no longer offered)` }];
}

function OptionsField(props: ShapedProps & { options: readonly Option[] }) {
  const { shape, name, value, required } = props;
  const { id, control, field } = useLeaf(props);
  const { disabled } = useFormContext();
  const options = withCurrent(props.options, value);
  const encoded = options.map((option) => ({
    value: encodeOption(options, option.value),
    label: option.label,
  }));
  const isOpen = !required && (shape.node.default === undefined || shape.nullable);
  // "Not answered" and the answer "None" are two choices.
  const hasNone = shape.nullable;
  if (hasNone) encoded.push({ value: nullChoice, label: formTexts.blank.null });
  const selected = isScalar(value)
    ? encodeOption(options, value)
    : hasNone && value === null
      ? nullChoice
      : '';
  const nothing = { value: '', label: formTexts.blank.absent };
  const blank =
    required && hasNone ? (
      <input type="hidden" name={markName(name, 'blank')} value="ask" disabled={disabled} />
    ) : hasNone ? null : (
      <BlankMark {...props} />
    );
  const wanted = widget(shape.node);
  if (wanted !== 'select' && wanted !== 'combobox' && (options.length <= 4 || wanted === 'radio')) {
    return (
      <>
        <RadioGroup
          {...field}
          id={id}
          required={required}
          legend={field.label}
          hideLegend={field.hideLabel}
          name={name}
          disabled={disabled}
          nativeRequired={control.required ?? false}
          inline={options.length <= 3}
          options={isOpen ? [...encoded, nothing] : encoded}
          defaultValue={value === undefined && !isOpen ? undefined : selected}
        />
        {blank}
      </>
    );
  }
  return (
    <Field {...field} required={required}>
      <LongChoice
        {...{ props, options, encoded, selected }}
        nothing={isOpen ? nothing.label : undefined}
        asCombobox={wanted === 'combobox' || (wanted !== 'select' && options.length > 25)}
      />
      {blank}
    </Field>
  );
}

export function EnumField(props: ShapedProps<ShapeOf<'enum'>>) {
  return <OptionsField {...props} options={props.shape.options} />;
}

function Tick({
  shape,
  props,
  value,
  checked,
}: {
  shape: ShapedProps['shape'];
  props: ShapedProps;
  value: string;
  checked: boolean;
}) {
  const { field, control } = useLeaf(props);
  const { 'aria-required': ariaRequired, required } = control;
  const mustTick = shape.kind === 'const' && props.required;
  return (
    <>
      <CheckboxField
        id={field.id}
        name={props.name}
        value={value}
        label={field.label}
        help={field.help}
        error={field.error}
        disabled={control.disabled}
        defaultChecked={checked}
        {...(mustTick && { required, 'aria-required': ariaRequired })}
      />
      {props.value === null && shape.nullable ? (
        <BlankMark {...props} />
      ) : (
        (shape.kind === 'boolean' || value === 'true') && (
          <input
            type="hidden"
            name={markName(props.name, 'blank')}
            value="false"
            disabled={control.disabled}
          />
        )
      )}
    </>
  );
}

/** A checkbox; radios where "no answer" is an answer too, or where an unchecked box must not count as no. */
export function BooleanField(props: ShapedProps<ShapeOf<'boolean'>>) {
  const { shape, required, value, path } = props;
  const { root } = useFormContext();
  const hasDefault = shape.node.default !== undefined && shape.node.default !== null;
  const isThreefold = shape.nullable || (!required && !hasDefault);
  const wanted = widget(shape.node);
  const [key] = path;
  const isPlain = path.length === 1 && typeof key === 'string' && isAskedPlainly(root, { key, required });
  if (isThreefold || (isPlain && !hasDefault) || wanted === 'radio' || wanted === 'select')
    return <OptionsField {...props} options={yesNo} />;
  return <Tick shape={shape} props={props} value="true" checked={value === true} />;
}

/** A required constant needs no answer, except `true`, which is a confirmation. */
export function ConstField(props: ShapedProps<ShapeOf<'const'>>) {
  const { shape, required, value } = props;
  if (!required && shape.nullable)
    return (
      <OptionsField
        {...props}
        options={[
          { value: shape.value, label: shape.value === true ? 'Yes' : humanize(String(shape.value)) },
        ]}
      />
    );
  if (shape.value === true || !required || shape.nullable) {
    return <Tick shape={shape} props={props} value={String(shape.value)} checked={value === shape.value} />;
  }
  return null;
}

/** Several choices from a list, as checkboxes named by their position in it. */
export function ChoicesField({
  options,
  ...props
}: ShapedProps<ShapeOf<'array'>> & { options: readonly Option[] }) {
  const { id, field } = useLeaf(props);
  const { disabled, held } = useFormContext();
  const values = Array.isArray(props.value) ? props.value : [];
  const all = values.reduce<readonly Option[]>((known, value) => withCurrent(known, value), options);
  return (
    <>
      <Fieldset
        {...field}
        required={props.required && (props.shape.min > 0 || blanksOf(props, held).start === 'ask')}
        legend={field.label}
        hideLegend={field.hideLabel}
        disabled={disabled}
      >
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          {all.map((option, index) => (
            <CheckboxField
              key={encodeOption(all, option.value)}
              id={`${id}-${index}`}
              name={childName(props.name, index)}
              value={encodeOption(all, option.value)}
              label={option.label}
              defaultChecked={values.includes(option.value)}
            />
          ))}
        </div>
        <BlankChoice {...props} />
      </Fieldset>
    </>
  );
}
