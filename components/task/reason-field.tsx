'use client';

import type { Issue } from '@/lib/base/errors';
import { SchemaForm } from '@/components/schema-form/schema-form';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import type { StoredOutcome } from '@/db/schema/json';
import { printPath } from '@/lib/base/schema/paths';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { taskTexts } from '@/lib/base/texts/desk';

/** The path of the reason in the post; null: in its own field, beside the answer. */
export const reasonPath = (reason: string | null): string =>
  reason === null ? 'comment' : printPath(['resumeData', reason]);

/** The reason's text control, wherever it is in the form. */
export function reasonControl(
  form: HTMLFormElement,
  reason: string | null,
): HTMLTextAreaElement | HTMLInputElement | null {
  const place = [...form.querySelectorAll<HTMLElement>('[data-path]')].find(
    (part) => part.dataset.path === reasonPath(reason),
  );
  return (
    place?.querySelector<HTMLTextAreaElement | HTMLInputElement>('textarea, input:not([type=hidden])') ?? null
  );
}

export type ReasonFieldProps = {
  outcomes: readonly StoredOutcome[];
  /** The outcome that was pressed and waits for its reason. */
  asking?: StoredOutcome | null;
  /** The property of the answer that carries the reason; null asks for a comment. */
  reason: string | null;
  schema: JsonSchema | null;
  /** Properties of the answer that are not the reason. */
  hidden: readonly string[];
  issues: readonly Issue[];
  values: { resumeData: Json | undefined; comment: string };
  /** A word beside the reason field when it differs from the earlier question's. */
  marks?: Readonly<Record<string, string>> | undefined;
  disabled: boolean;
  onChange: () => void;
};

/** The person's reason, beside the buttons: optional, unless an outcome requires it; then it says which. */
export function ReasonField({
  outcomes,
  asking = null,
  reason,
  schema,
  hidden,
  issues,
  values,
  marks,
  disabled,
  onChange,
}: ReasonFieldProps) {
  const needing = outcomes.filter(({ reasonRequired }) => reasonRequired);
  const help = asking
    ? taskTexts.sendReason(asking.label)
    : needing.length > 0
      ? taskTexts.neededFor(needing.map(({ label }) => label).join(', '))
      : undefined;
  if (reason !== null && schema !== null) {
    return (
      <div>
        <SchemaForm
          schema={schema}
          prefix="resumeData"
          idPrefix="answer"
          hidden={hidden}
          errors={issues}
          marks={marks}
          defaultValue={values.resumeData}
          disabled={disabled}
          onChange={onChange}
        />
        {help && (
          <p role="status" className="mt-1 text-sm text-ink-subtle">
            {help}
          </p>
        )}
      </div>
    );
  }
  const errors = issues.filter(({ path }) => path === 'comment').map(({ message }) => message);
  return (
    <div data-path="comment">
      <Field
        id="answer-comment"
        label={taskTexts.comment}
        note={needing.length === 0 ? taskTexts.optional : undefined}
        help={help}
        error={errors}
      >
        {(control) => (
          <Textarea
            {...control}
            name="comment"
            defaultValue={values.comment}
            maxLength={4000}
            rows={2}
            disabled={disabled}
            onInput={onChange}
          />
        )}
      </Field>
    </div>
  );
}
