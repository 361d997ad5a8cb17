import { CheckboxField } from '@/components/ui/checkbox';
import { Button } from '@/components/ui/button';
import { Field, FieldHelp, Fieldset } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { grantedScope, type Scope } from '@/lib/people/scopes';
import { keyTexts, scopeTexts } from '@/lib/base/texts/keys';

const { make, days } = keyTexts;

/** A plain form that creates a key; `offered` are the scopes that this person's role can use. */
export function KeyForm({ offered }: { offered: readonly Scope[] }) {
  return (
    <form action="/api/keys" method="post" className="flex flex-col gap-4">
      <Field id="key-name" label={make.name} help={make.nameHelp} required>
        {(control) => (
          <Input {...control} name="name" maxLength={60} autoComplete="off" className="max-w-sm" />
        )}
      </Field>
      <Fieldset id="key-scopes" legend={make.scopes}>
        <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
          {offered.map((scope) => (
            <CheckboxField
              key={scope}
              id={`scope-${scope}`}
              name="scopes"
              value={scope}
              label={
                <>
                  {scopeTexts[scope]} <code className="font-mono text-sm text-ink-subtle">{scope}</code>
                </>
              }
            />
          ))}
        </div>
        {!offered.includes(grantedScope) && <FieldHelp id="key-decide">{make.decide}</FieldHelp>}
      </Fieldset>
      <Field id="key-days" label={make.expires}>
        {(control) => (
          <Select {...control} name="expiresInDays" defaultValue="90" className="max-w-40">
            {Object.entries(days).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit" variant="primary" className="self-start">
        {make.submit}
      </Button>
    </form>
  );
}
