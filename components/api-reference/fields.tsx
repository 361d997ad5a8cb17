import type { ReactNode } from 'react';
import { referenceTexts } from '@/lib/base/texts/api-reference';
import { refName, withoutNull, type Schema } from './schema-of';
import { SchemaType } from './schema-type';
import { Words } from './words';

export type FieldFacts = {
  name: string;
  schema: Schema;
  required: boolean;
  note?: string;
  description?: string | undefined;
};

/** The part that has fields: a list's items, or the object that may be null. */
function inner(schema: Schema): Schema {
  const one = withoutNull(schema);
  return !('$ref' in one) && one.type === 'array' && one.items ? one.items : one;
}

/** The properties of an object; null for anything else, and for a shape documented elsewhere. */
export function fieldsOf(schema: Schema): FieldFacts[] | null {
  if (refName(schema) || '$ref' in schema || !schema.properties) return null;
  const required = new Set(schema.required);
  return Object.entries(schema.properties).map(([name, one]) => ({
    name,
    schema: one,
    required: required.has(name),
    description: 'description' in one ? one.description : undefined,
  }));
}

/**
 * Names and meanings, inner objects' names below their own. Requests mark required fields, responses those
 * that may be absent.
 */
export function Fields({
  fields,
  sent = false,
}: {
  fields: readonly FieldFacts[];
  sent?: boolean;
}): ReactNode {
  return (
    <dl className="flex flex-col divide-y">
      {fields.map(({ name, schema, required, note, description }) => {
        const below = fieldsOf(inner(schema));
        return (
          <div key={name} className="grid gap-x-4 gap-y-0.5 py-1.5 sm:grid-cols-[12rem_minmax(0,1fr)]">
            <dt className="min-w-0 wrap-anywhere">
              <code className="font-mono">{name}</code>
              {required === sent && (
                <span className="ml-2 text-sm text-ink-subtle">
                  {sent ? referenceTexts.required : referenceTexts.optional}
                </span>
              )}
            </dt>
            <dd className="min-w-0 wrap-anywhere">
              <p className="text-sm text-ink-muted">
                <SchemaType schema={schema} />
                {note && ` · ${note}`}
              </p>
              {description && (
                <p>
                  <Words>{description}</Words>
                </p>
              )}
              {below && (
                <div className="mt-1 border-l pl-3">
                  <Fields fields={below} sent={sent} />
                </div>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
