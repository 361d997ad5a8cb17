'use client';

import { SchemaForm } from '@/components/schema-form/schema-form';
import { useDraft } from '@/components/schema-form/use-draft';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { draftKey, startOf } from './answer-parts';

type PastFormProps = {
  taskId: string;
  readerId: string;
  payloadDigest: string;
  schema: JsonSchema;
  suggested: { [key: string]: Json };
  hidden: readonly string[];
};

/** The form of an earlier question with the reader's draft, disabled, so that none of it is ever sent. */
export function PastForm({ taskId, readerId, payloadDigest, schema, suggested, hidden }: PastFormProps) {
  const { draft, formKey } = useDraft(draftKey(readerId, taskId, payloadDigest), schema);
  return (
    <SchemaForm
      key={formKey}
      schema={schema}
      prefix="before"
      idPrefix="before"
      hidden={hidden}
      defaultValue={draft ?? startOf(suggested)}
      disabled
    />
  );
}
