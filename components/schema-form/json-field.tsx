'use client';

import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { printPath } from '@/lib/base/schema/paths';
import { ownPart } from '@/lib/base/schema/types';
import { BlankMark } from './blank-mark';
import { useFormContext } from './form-context';
import { markName } from './form-names';
import type { ShapedProps } from './node-props';
import { useLeaf } from './use-leaf';

/** For schemas without a dedicated field: the value as JSON text, checked on the server. */
export function JsonField(props: ShapedProps) {
  const { unread } = useFormContext();
  const kept = ownPart(unread, printPath(props.path));
  const { control, field } = useLeaf(props, 'Structured data, written as JSON.');
  return (
    <Field {...field}>
      <Textarea
        {...control}
        name={markName(props.name, 'json')}
        spellCheck={false}
        className="font-mono text-sm"
        defaultValue={
          kept !== undefined ? kept : props.value === undefined ? '' : JSON.stringify(props.value, null, 2)
        }
      />
      <BlankMark {...props} />
    </Field>
  );
}
