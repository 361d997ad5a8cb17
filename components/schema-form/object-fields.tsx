'use client';

import { Fieldset } from '@/components/ui/field';
import { group } from '@/lib/base/schema/meta';
import type { Property, ShapeOf } from '@/lib/base/schema/shape';
import { type Json, isRecord, ownPart } from '@/lib/base/schema/types';
import { useFormContext } from './form-context';
import { childName, fieldId } from './form-names';
import { GroupFrame } from './group-frame';
import type { ShapedProps } from './node-props';
import { RecordRows } from './record-fields';

type ObjectProps = ShapedProps<ShapeOf<'object'>>;

const part = (value: Json | undefined, key: string): Json | undefined =>
  isRecord(value) ? ownPart(value as Record<string, Json>, key) : undefined;

function byGroup(properties: readonly Property[]): [string | undefined, Property[]][] {
  const groups = new Map<string | undefined, Property[]>();
  for (const property of properties) {
    const name = group(property.node);
    groups.set(name, [...(groups.get(name) ?? []), property]);
  }
  return [...groups];
}

/** The fields of an object, without a frame. */
export function Properties({ shape, path, name, value, relaxed, depth }: ObjectProps) {
  const { hidden, root, idPrefix, Node } = useFormContext();
  const shown = shape.properties.filter(({ key }) => path.length > 0 || !hidden.has(key));
  const fields = (properties: Property[]) =>
    properties.map((property) => (
      <Node
        key={property.key}
        schema={property.schema}
        path={[...path, property.key]}
        name={childName(name, property.key)}
        label={property.label}
        required={property.required}
        relaxed={relaxed}
        value={part(value, property.key)}
        depth={depth + 1}
      />
    ));
  return (
    <div className="flex flex-col gap-4">
      {byGroup(shown).map(([heading, properties]) =>
        heading === undefined ? (
          <div key="" className="contents">
            {fields(properties)}
          </div>
        ) : (
          <Fieldset key={heading} id={fieldId(idPrefix, `${name}#group.${heading}`)} legend={heading}>
            <div className="flex flex-col gap-4">{fields(properties)}</div>
          </Fieldset>
        ),
      )}
      {shape.additional !== undefined && (
        <RecordRows
          values={shape.additional}
          shape={{ ...shape, kind: 'record', values: shape.additional }}
          {...{ path, name, relaxed, depth, schema: root, required: false }}
          label="More details"
          value={isRecord(value) ? without(value as Record<string, Json>, shape.properties) : undefined}
        />
      )}
    </div>
  );
}

function without(value: Record<string, Json>, properties: readonly Property[]): Json {
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !properties.some((known) => known.key === key)),
  );
}

export function ObjectField(props: ObjectProps) {
  const { value } = props;
  return (
    <GroupFrame {...props} included={value !== undefined && value !== null}>
      {(relaxed) => <Properties {...props} relaxed={relaxed} />}
    </GroupFrame>
  );
}
