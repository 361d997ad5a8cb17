import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { newTexts } from '@/lib/base/texts/runs';

/** A plain search form; the address holds the query. */
export function WorkflowSearch({ query }: { query: string }) {
  return (
    <search>
      <form action="/new" className="flex items-end gap-2">
        <Field id="workflow-search" label={newTexts.searchLabel} hideLabel className="flex-1">
          {(control) => (
            <Input
              {...control}
              type="search"
              name="q"
              defaultValue={query}
              placeholder={newTexts.searchLabel}
              maxLength={100}
            />
          )}
        </Field>
        <Button type="submit">{newTexts.search}</Button>
      </form>
    </search>
  );
}
