import { Fragment, type ReactNode } from 'react';
import { referenceTexts } from '@/lib/base/texts/api-reference';
import { limitsOf, presetOf, refName, shapeId, type Schema } from './schema-of';

const { or, listOf, mapOf, anything } = referenceTexts;

/** "a, b or c". */
const joined = (parts: readonly ReactNode[]) =>
  parts.map((part, index) => (
    <Fragment key={index}>
      {index === 0 ? '' : index === parts.length - 1 ? ` ${or} ` : ', '}
      {part}
    </Fragment>
  ));

/** A schema in one line; a named shape is a link to it. */
export function SchemaType({ schema }: { schema: Schema }): ReactNode {
  const name = refName(schema);
  if (name) {
    return (
      <a
        href={`#${shapeId(name)}`}
        className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
      >
        {name}
      </a>
    );
  }
  if ('$ref' in schema) return anything;
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return joined(either.map((one, index) => <SchemaType key={index} schema={one} />));
  if (schema.const !== undefined) return <code>{JSON.stringify(schema.const)}</code>;
  if (schema.enum)
    return (
      <>
        {joined(schema.enum.map((value) => <code key={String(value)}>{String(value)}</code>))}
        {presetOf(schema) && `, ${presetOf(schema)}`}
      </>
    );
  if (schema.type === 'array' && schema.items)
    return (
      <>
        {listOf} <SchemaType schema={schema.items} />
      </>
    );
  if (schema.type === 'object' && !schema.properties && typeof schema.additionalProperties === 'object')
    return (
      <>
        {mapOf} <SchemaType schema={schema.additionalProperties} />
      </>
    );
  const type = Array.isArray(schema.type) ? schema.type.join(` ${or} `) : (schema.type ?? anything);
  return [type, limitsOf(schema)].filter(Boolean).join(' ');
}
