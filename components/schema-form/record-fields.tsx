'use client';

import { Field, Fieldset } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { printPath } from '@/lib/base/schema/paths';
import type { ShapeOf } from '@/lib/base/schema/shape';
import { type Json, type JsonSchema, isRecord } from '@/lib/base/schema/types';
import { useFormContext } from './form-context';
import { childName, fieldId, markName } from './form-names';
import type { ShapedProps } from './node-props';
import { GroupFrame } from './group-frame';
import { AddRow, RowList, RowTools, useRows } from './rows';

type RecordRowsProps = ShapedProps & { values: JsonSchema };

/** Named values, each a row with a name and a value. */
export function RecordRows({ values, ...props }: RecordRowsProps) {
  const { path, name, label, hideLabel, value, relaxed, depth } = props;
  const { idPrefix, disabled, errors, Node } = useFormContext();
  const entries: [string, Json][] = isRecord(value) ? Object.entries(value as Record<string, Json>) : [];
  const { rows, list, message, add, remove } = useRows(
    entries.map(([key, entry]) => [key, entry]),
    'Entry',
  );
  const id = fieldId(idPrefix, `${name}#rows`);
  const rowNameOf = (index: number) => childName(markName(name, 'rows'), index);
  const rowIdOf = (index: number) => fieldId(idPrefix, markName(rowNameOf(index), 'row'));
  const row = (index: number, pair: Json | undefined) => {
    const [key, entry] = Array.isArray(pair) ? pair : [];
    const rowName = rowNameOf(index);
    const keyText = typeof key === 'string' ? key : '';
    const keyId = fieldId(idPrefix, childName(rowName, 'key'));
    return (
      <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Field id={keyId} label="Name" error={errors.get(printPath([...path, keyText]))}>
          {(control) => (
            <Input {...control} name={childName(rowName, 'key')} defaultValue={keyText} disabled={disabled} />
          )}
        </Field>
        <Node
          schema={values}
          path={keyText === '' ? [...path, `entry ${index + 1}`] : [...path, keyText]}
          name={childName(rowName, 'value')}
          label="Value"
          required
          relaxed={relaxed}
          value={entry}
          depth={depth + 1}
        />
      </div>
    );
  };
  return (
    <Fieldset id={id} legend={label} hideLegend={hideLabel}>
      <RowList list={list} message={message}>
        {rows.map(({ key, value: pair }, index) => (
          <div key={key} id={rowIdOf(index)} data-row={key} className="flex items-end gap-2">
            {row(index, pair)}
            <RowTools
              label={`entry ${index + 1}`}
              index={index}
              count={rows.length}
              canRemove
              place={{ list: id, row: rowNameOf(index) }}
              remove={remove}
            />
          </div>
        ))}
        <AddRow at={rowIdOf(rows.length)} row={rowNameOf(rows.length)} label={label} add={add} />
      </RowList>
    </Fieldset>
  );
}

export function RecordField(props: ShapedProps<ShapeOf<'record'>>) {
  const { shape, value, required } = props;
  const isPlain = required && !shape.nullable;
  return (
    <GroupFrame {...props} included={value !== undefined && value !== null}>
      {(relaxed) => (
        <RecordRows
          {...props}
          values={shape.values}
          relaxed={relaxed}
          label={isPlain ? props.label : 'Entries'}
          hideLabel={isPlain}
        />
      )}
    </GroupFrame>
  );
}
