'use client';

import { Fieldset } from '@/components/ui/field';
import { description } from '@/lib/base/schema/meta';
import { printPath } from '@/lib/base/schema/paths';
import { resolve } from '@/lib/base/schema/resolve';
import { type Option, type ShapeOf, shapeOf } from '@/lib/base/schema/shape';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { BlankChoice } from './blank-choice';
import { blanksOf } from './blanks';
import { ChoicesField } from './choice-field';
import { useFormContext } from './form-context';
import { childName, fieldId, markName } from './form-names';
import { GroupFrame } from './group-frame';
import type { ShapedProps } from './node-props';
import { AddRow, RowList, RowTools, useRows } from './rows';

const flat = new Set(['string', 'number', 'boolean', 'enum']);

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** Checkboxes can only say which values are chosen, not how often or in what order. */
function fitsChoices(values: readonly Json[], choices: readonly Option[]): boolean {
  const places = values
    .map((value) => choices.findIndex((choice) => choice.value === value))
    .filter((place) => place >= 0);
  return (
    new Set(values).size === values.length &&
    places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0))
  );
}

export function ArrayField(props: ShapedProps<ShapeOf<'array'>>) {
  const { shape, value } = props;
  const { choices } = shape;
  if (choices && choices.length <= 20 && fitsChoices(listOf(value), choices)) {
    return <ChoicesField {...props} options={choices} />;
  }
  return <ListRows {...props} items={shape.items} offset={0} min={shape.min} max={shape.max} />;
}

type ListRowsProps = ShapedProps & { items: JsonSchema; offset: number; min: number; max: number };

function ListRows({ items, offset, min, max, ...props }: ListRowsProps) {
  const { shape, path, name, label, hideLabel, required, value, relaxed, depth } = props;
  const { root, idPrefix, errors, disabled, held, Node } = useFormContext();
  const title = resolve(items, root).node.title ?? label;
  const given: (Json | undefined)[] = listOf(value).slice(offset);
  const least = required ? min : 0;
  const padded =
    given.length >= least
      ? given
      : [...given, ...Array.from({ length: least - given.length }, () => undefined)];
  const { rows, list, message, touched, add, remove, move } = useRows(padded, title);
  const isFlat = flat.has(shapeOf(items, root).kind);
  const id = fieldId(idPrefix, offset ? `${name}#rest` : name);

  const rowNameOf = (index: number) => childName(name, offset + index);
  const rowIdOf = (index: number) => fieldId(idPrefix, markName(rowNameOf(index), 'row'));
  return (
    <Fieldset
      id={id}
      legend={label}
      hideLegend={hideLabel}
      required={required && (min > 0 || (shape.kind === 'array' && blanksOf(props, held).start === 'ask'))}
      help={description(shape.node)}
      error={errors.get(printPath(path))}
    >
      <RowList list={list} message={message}>
        {rows.map((row, index) => {
          const rowLabel = `${title} ${offset + index + 1}`;
          const tools = (
            <RowTools
              label={rowLabel}
              index={index}
              count={rows.length}
              canRemove={rows.length > least}
              place={{ list: id, row: rowNameOf(index) }}
              move={move}
              remove={remove}
            />
          );
          const rowName = rowNameOf(index);
          // Keeps a row whose fields post nothing, such as an empty list.
          const field = (
            <>
              <input type="hidden" name={markName(rowName, 'row')} value="1" disabled={disabled} />
              <Node
                schema={items}
                path={[...path, offset + index]}
                name={rowName}
                label={rowLabel}
                hideLabel
                required
                relaxed={relaxed}
                value={row.value}
                depth={depth + 1}
              />
            </>
          );
          return isFlat ? (
            <div key={row.key} id={rowIdOf(index)} data-row={row.key} className="flex items-start gap-2">
              <div className="min-w-0 flex-1">{field}</div>
              {tools}
            </div>
          ) : (
            <div
              key={row.key}
              id={rowIdOf(index)}
              data-row={row.key}
              className="rounded-lg border bg-surface p-3"
            >
              <div className="mb-2 flex items-center justify-between gap-2">
                <span aria-hidden className="text-sm font-medium text-ink-muted">
                  {rowLabel}
                </span>
                {tools}
              </div>
              {field}
            </div>
          );
        })}
        <AddRow
          at={rowIdOf(rows.length)}
          row={rowNameOf(rows.length)}
          label={label}
          full={rows.length >= max}
          add={add}
        />
      </RowList>
      {/* A list that has had entries is an empty one without them, and not no answer. */}
      {shape.kind === 'array' && (
        <BlankChoice
          {...props}
          value={touched && !Array.isArray(value) ? [] : value}
          hidden={rows.length > 0}
        />
      )}
    </Fieldset>
  );
}

/** Fixed items, then rows for the rest if the schema allows more. */
export function TupleField(props: ShapedProps<ShapeOf<'tuple'>>) {
  const { shape, path, name, label, value, depth } = props;
  const { root, Node } = useFormContext();
  return (
    <GroupFrame {...props} included={value !== undefined && value !== null}>
      {(relaxed) => (
        <>
          {shape.items.map((schema, index) => (
            <Node
              key={printPath([index])}
              schema={schema}
              path={[...path, index]}
              name={childName(name, index)}
              label={resolve(schema, root).node.title ?? `${label} ${index + 1}`}
              required
              relaxed={relaxed}
              value={listOf(value)[index]}
              depth={depth + 1}
            />
          ))}
          {shape.rest !== undefined && (
            <ListRows
              {...props}
              items={shape.rest}
              offset={shape.items.length}
              min={0}
              max={Infinity}
              label="More"
              hideLabel={false}
              required={false}
              relaxed={relaxed}
            />
          )}
        </>
      )}
    </GroupFrame>
  );
}
