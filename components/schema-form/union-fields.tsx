'use client';

import { useState } from 'react';
import { Field, Fieldset } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { variantOf } from '@/lib/base/schema/match';
import { description } from '@/lib/base/schema/meta';
import { printPath } from '@/lib/base/schema/paths';
import { type Property, type ShapeOf, type Variant, shapeOf } from '@/lib/base/schema/shape';
import { ownPart } from '@/lib/base/schema/types';
import { formTexts } from '@/lib/base/texts/forms';
import { BlankChoice } from './blank-choice';
import { useFormContext } from './form-context';
import { childName, markName } from './form-names';
import { NoScript, ShowFields } from './no-script';
import type { ShapedProps } from './node-props';
import { useLeaf } from './use-leaf';
import { Properties } from './object-fields';

type UnionProps = ShapedProps<ShapeOf<'union'>>;
const maxNoscriptDepth = 3;

/** A choice of variants and the fields of the chosen one. */
export function UnionField(props: UnionProps) {
  const { shape, path } = props;
  const { hidden } = useFormContext();
  const { discriminator } = shape;
  const isAnsweredElsewhere = path.length === 0 && discriminator !== undefined && hidden.has(discriminator);
  return isAnsweredElsewhere ? <AllVariants {...props} /> : <PickVariant {...props} />;
}

/** When something else sets the tag, such as a button, every field of any variant is shown once. */
function AllVariants(props: UnionProps) {
  const { shape } = props;
  const { root } = useFormContext();
  const objects = shape.variants
    .map(({ schema }) => shapeOf(schema, root))
    .filter((each) => each.kind === 'object');
  const merged = new Map<string, Property>();
  for (const object of objects) {
    for (const property of object.properties) {
      const everywhere = objects.every((other) =>
        other.properties.some(({ key, required }) => key === property.key && required),
      );
      if (!merged.has(property.key)) merged.set(property.key, { ...property, required: everywhere });
    }
  }
  const { node, nullable } = shape;
  return (
    <Properties
      {...props}
      relaxed
      shape={{ node, nullable, kind: 'object', properties: [...merged.values()], additional: undefined }}
    />
  );
}

function PickVariant(props: UnionProps) {
  const { shape, name, value, required, path } = props;
  const { root, changed, disabled, errors, picked } = useFormContext();
  const fits =
    ownPart(picked, printPath(path)) ??
    (value === undefined || value === null ? undefined : variantOf(shape, root, value));
  const mayBeNone = !required || shape.nullable;
  const [chosen, setChosen] = useState<number | undefined>(fits);
  const [visited, setVisited] = useState<readonly number[]>(chosen === undefined ? [] : [chosen]);
  const pick = (text: string) => {
    const index = text === '' ? undefined : Number(text);
    setChosen(index);
    if (index !== undefined && !visited.includes(index)) setVisited([...visited, index]);
    changed();
  };
  const leaf = useLeaf(props);
  const tagErrors =
    shape.discriminator === undefined ? undefined : errors.get(printPath([...path, shape.discriminator]));
  const error = leaf.error ?? tagErrors;
  const unvisited = shape.variants.map((_, index) => index).filter((index) => !visited.includes(index));
  const panel = (index: number, resting: boolean) => (
    <Panel {...props} {...{ index, resting, fits }} key={index} />
  );
  const picker = {
    name: markName(name, 'variant'),
    value: chosen,
    // A required field that nobody has answered is not "none": nothing is chosen yet.
    isNone: chosen === undefined && (!required || value === null),
    variants: shape.variants,
    mayBeNone,
    mustPick: leaf.control.required ?? false,
    pick,
    disabled,
  };
  return (
    <div className="choice flex min-w-0 flex-col gap-3">
      <Picker {...leaf.field} {...picker} error={error} help={description(shape.node)} />
      {required ? (
        <input type="hidden" name={markName(name, 'blank')} value="ask" disabled={disabled} />
      ) : (
        <BlankChoice {...props} hidden={chosen !== undefined} />
      )}
      {visited.map((index) => panel(index, index !== chosen))}
      <NoScript>
        {props.depth < maxNoscriptDepth ? (
          unvisited.map((index) => panel(index, false))
        ) : (
          <ShowFields name={name} />
        )}
      </NoScript>
    </div>
  );
}

type PickerProps = {
  id: string;
  name: string;
  label: string;
  hideLabel?: boolean;
  required?: boolean;
  help?: string;
  error?: readonly string[];
  value: number | undefined;
  isNone: boolean;
  variants: readonly Variant[];
  mayBeNone: boolean;
  /** The browser insists on a choice. */
  mustPick: boolean;
  disabled: boolean;
  pick: (text: string) => void;
};

function Picker({
  id,
  name,
  label,
  hideLabel,
  required,
  help,
  error,
  value,
  isNone,
  variants,
  mayBeNone,
  mustPick,
  disabled,
  pick,
}: PickerProps) {
  if (variants.length > 4) {
    return (
      <Field {...{ id, label, hideLabel, required, help, error }} className="choice-picker">
        {(control) => (
          <Select
            {...control}
            name={name}
            required={mustPick}
            disabled={disabled}
            defaultValue={value ?? ''}
            onChange={(event) => pick(event.currentTarget.value)}
          >
            <option value="" data-choice="none">
              {mayBeNone ? 'None' : formTexts.choose}
            </option>
            {variants.map((variant, index) => (
              <option key={variant.label} value={index} data-choice={index}>
                {variant.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    );
  }
  const options = [
    ...variants.map((variant, index) => ({ value: String(index), mark: String(index), text: variant.label })),
    ...(mayBeNone ? [{ value: '', mark: 'none', text: 'None' }] : []),
  ];
  return (
    <Fieldset
      id={id}
      legend={label}
      hideLegend={hideLabel}
      {...{ required, help, error, disabled }}
      className="choice-picker"
    >
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map(({ value: option, mark, text }) => (
          <label key={mark} className="flex min-h-6 items-start gap-2">
            <input
              type="radio"
              name={name}
              value={option}
              data-choice={mark}
              required={mustPick}
              defaultChecked={value === undefined ? option === '' && isNone : option === String(value)}
              onChange={() => pick(option)}
              className="mt-[3px] size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">{text}</span>
          </label>
        ))}
      </div>
    </Fieldset>
  );
}

type PanelProps = UnionProps & { index: number; resting: boolean; fits: number | undefined };

/** A panel that was once opened stays, disabled, so that what was typed survives a change of mind. */
function Panel({ index, resting, fits, ...props }: PanelProps) {
  const { shape, path, name, label, value, depth } = props;
  const { root, Node } = useFormContext();
  const variant = shape.variants[index];
  if (!variant) return null;
  const inner = shapeOf(variant.schema, root);
  const panelName = childName(markName(name, 'variants'), index);
  const panelProps = {
    path,
    name: panelName,
    relaxed: true,
    value: index === fits ? value : undefined,
    depth: depth + 1,
  };
  return (
    <fieldset
      data-panel={index}
      aria-label={`${label}: ${variant.label}`}
      disabled={resting}
      hidden={resting}
      className="m-0 min-w-0 border-0 border-l-2 p-0 pl-4"
    >
      {inner.kind === 'object' ? (
        <Properties {...panelProps} schema={variant.schema} shape={inner} label={variant.label} required />
      ) : (
        <Node {...panelProps} schema={variant.schema} label={variant.label} required />
      )}
    </fieldset>
  );
}
