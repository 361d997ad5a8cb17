'use client';

import { useMemo } from 'react';
import { SchemaForm } from '@/components/schema-form/schema-form';
import { answerParts, hasRest, startOf } from '@/components/task/answer-parts';
import { ReasonField } from '@/components/task/reason-field';
import { Button } from '@/components/ui/button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import type { RefusedPost, StoredOutcome } from '@/db/schema/json';
import { fitting } from '@/lib/schema/fitting';
import type { JsonSchema } from '@/lib/schema/types';
import type { TaskDetail } from '@/lib/tasks/types';
import { decisionProblems } from '@/lib/texts/desk';
import { linkTexts } from '@/lib/texts/links';

type Props = {
  /** The link itself. */
  action: string;
  task: Pick<TaskDetail, 'resumeSchema' | 'outcomes' | 'reasonField' | 'suggested'>;
  /** What the link answers; there is no other choice on its page. */
  outcome: StoredOutcome;
  /** Whose link it is. */
  name: string;
  refused: RefusedPost | null;
};

const variants = { success: 'success', danger: 'danger', neutral: 'primary' } as const;
const nothing = () => undefined;

/** The one button of a link, with the fields that its answer needs; a plain post with and without scripts. */
export function LinkForm({ action, task, outcome, name, refused }: Props) {
  const schema: JsonSchema | null = task.resumeSchema;
  const parts = useMemo(() => answerParts(schema, task.outcomes, task.reasonField), [schema, task]);
  const issues = refused?.issues ?? [];
  const values = refused
    ? { resumeData: fitting(refused.values, schema ?? true), comment: refused.comment }
    : { resumeData: startOf(task.suggested), comment: '' };
  return (
    <form
      method="post"
      action={action}
      aria-label={linkTexts.yourAnswer}
      className="flex flex-col gap-4 rounded-lg border bg-canvas p-4"
    >
      {issues.length > 0 && (
        <ProblemNotice title={decisionProblems.invalid.title} safe={decisionProblems.invalid.safe}>
          <ul className="list-disc pl-5">
            {issues.map(({ path, message }) => (
              <li key={`${path} ${message}`}>{message}</li>
            ))}
          </ul>
        </ProblemNotice>
      )}
      <ReasonField
        outcomes={[outcome]}
        reason={parts.reason}
        schema={schema}
        hidden={[...parts.verdict, ...parts.rest]}
        issues={issues}
        values={values}
        disabled={false}
        onChange={nothing}
      />
      {schema !== null && hasRest(schema, parts) && (
        <SchemaForm
          schema={schema}
          prefix="resumeData"
          idPrefix="answer"
          hidden={[...parts.verdict, ...(parts.reason === null ? [] : [parts.reason])]}
          errors={issues}
          unread={refused?.unread}
          defaultValue={values.resumeData}
        />
      )}
      <p>
        {linkTexts.asYou(name)} {linkTexts.notYou} <span className="text-ink-muted">{linkTexts.confirm}</span>
      </p>
      <Button
        type="submit"
        size="lg"
        variant={variants[outcome.tone]}
        className="max-w-full self-start wrap-break-word max-md:w-full"
      >
        {outcome.label}
      </Button>
    </form>
  );
}
