'use client';

import { Badge } from '@/components/ui/badge';
import { joinPaths, printPath } from '@/lib/base/schema/paths';
import { shapeOf } from '@/lib/base/schema/shape';
import { ArrayField, TupleField } from './array-fields';
import { BooleanField, ConstField, EnumField } from './choice-field';
import { BlankMark } from './blank-mark';
import { useFormContext } from './form-context';
import { fieldId } from './form-names';
import { JsonField } from './json-field';
import type { NodeProps, ShapedProps } from './node-props';
import { NumberField } from './number-field';
import { ObjectField } from './object-fields';
import { RecordField } from './record-fields';
import { StringField } from './string-field';
import { UnionField } from './union-fields';

/** Schemas may be recursive; deeper parts are written as JSON. */
const maxDepth = 8;
const composite = new Set(['object', 'array', 'tuple', 'record', 'union']);

function FieldByShape({ shape, ...props }: ShapedProps) {
  if (props.depth > maxDepth && composite.has(shape.kind)) return <JsonField {...props} shape={shape} />;
  switch (shape.kind) {
    case 'string':
      return <StringField {...props} shape={shape} />;
    case 'number':
      return <NumberField {...props} shape={shape} />;
    case 'boolean':
      return <BooleanField {...props} shape={shape} />;
    case 'enum':
      return <EnumField {...props} shape={shape} />;
    case 'const':
      return <ConstField {...props} shape={shape} />;
    case 'object':
      return <ObjectField {...props} shape={shape} />;
    case 'array':
      return <ArrayField {...props} shape={shape} />;
    case 'tuple':
      return <TupleField {...props} shape={shape} />;
    case 'record':
      return <RecordField {...props} shape={shape} />;
    case 'union':
      return <UnionField {...props} shape={shape} />;
    case 'null':
      return null;
    case 'unknown':
      return <JsonField {...props} shape={shape} />;
    default:
      return shape satisfies never;
  }
}

/** The field or fields of one part. The wrapper is what an error summary's link goes to. */
export function SchemaNodeField(props: NodeProps) {
  const { root, idPrefix, prefix, marks } = useFormContext();
  const { schema, path, name, required } = props;
  const shape = shapeOf(schema, root);
  if (shape.kind === 'null') return <BlankMark {...props} shape={shape} />;
  if (shape.kind === 'const' && required && shape.value !== true && !shape.nullable) return null;
  const place = printPath(path);
  const anchor = fieldId(idPrefix, joinPaths(prefix, place));
  const isAnchored = anchor === fieldId(idPrefix, name) || /#variants\[\d+\]$/.test(name);
  const mark = Object.hasOwn(marks, place) ? marks[place] : undefined;
  return (
    <div
      data-path={joinPaths(prefix, place)}
      id={isAnchored ? undefined : anchor}
      className={mark === undefined ? 'min-w-0' : 'min-w-0 border-l-3 border-warning-ink/50 pl-3'}
    >
      {mark !== undefined && (
        <Badge tone="warning" className="mb-1">
          {mark}
        </Badge>
      )}
      <FieldByShape {...props} shape={shape} />
    </div>
  );
}
