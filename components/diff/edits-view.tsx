import { SchemaView } from '@/components/schema-view/schema-view';
import { changesOf } from '@/lib/base/diff/changes';
import type { Edits } from '@/lib/desk/tasks/types';
import { ChangeList } from './change-list';

/** What an approver changed of the content they were shown, part by part. */
export function EditsView({ edits: { schema, before, after } }: { edits: Edits }) {
  return (
    <ChangeList
      changes={changesOf(before, after, schema)}
      root={schema}
      render={({ schema: part, value, parent, label }) => (
        <SchemaView schema={part} root={schema} value={value} parent={parent} label={label} />
      )}
    />
  );
}
