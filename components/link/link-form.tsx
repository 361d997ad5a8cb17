'use client';

import { useMemo } from 'react';
import { pathInForm } from '@/components/schema-form/errors-by-path';
import { fieldId } from '@/components/schema-form/form-names';
import { EnterButton } from '@/components/schema-form/enter-button';
import { SchemaForm } from '@/components/schema-form/schema-form';
import { answerParts, hasRest, startOf } from '@/components/task/answer-parts';
import { ReasonField } from '@/components/task/reason-field';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { RadioGroup } from '@/components/ui/radio-group';
import type { RefusedPost } from '@/db/schema/json';
import type { Issue } from '@/lib/base/errors';
import { labelOfPath } from '@/lib/base/schema/path-label';
import type { JsonSchema } from '@/lib/base/schema/types';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { decisionProblems } from '@/lib/base/texts/desk';
import { linkTexts } from '@/lib/base/texts/links';

type Props = {
  /** The link itself. */
  action: string;
  task: Pick<TaskDetail, 'resumeSchema' | 'outcomes' | 'reasonField' | 'suggested'>;
  /** Names under which the evidence holds something. */
  held?: readonly string[];
  /** Whose link it is. */
  name: string;
  /** What the person must type: the number shown on the page, or a code sent by mail. */
  proof: { by: 'confirm'; number: string } | { by: 'code'; sent: boolean };
  refused: RefusedPost | null;
};

const nothing = () => undefined;

const errorAt = (issues: readonly Issue[], at: string) =>
  issues.filter(({ path }) => path === at).map(({ message }) => message);

/** Asks for the code by mail. A separate form, so that submitting it can't decide anything. */
function SendCode({ action, sent }: { action: string; sent: boolean }) {
  return (
    <form method="post" action={action} className="flex flex-wrap items-center gap-3">
      <input type="hidden" name="send" value="code" />
      <Button type="submit" variant={sent ? 'secondary' : 'primary'}>
        {sent ? linkTexts.sendAnother : linkTexts.sendCode}
      </Button>
      <p role="status" className="text-ink-muted">
        {sent ? linkTexts.codeSent : linkTexts.codeFirst}
      </p>
    </form>
  );
}

/** The typed proof beside the choice; never filled in. */
function Proof({ proof, issues }: Pick<Props, 'proof'> & { issues: readonly Issue[] }) {
  const [name, label, help] =
    proof.by === 'confirm'
      ? ['confirmation', linkTexts.typeIt(proof.number), undefined]
      : ['code', linkTexts.code, linkTexts.codeHelp];
  return (
    <Field id={`link-${name}`} label={label} help={help} error={errorAt(issues, name)}>
      {(control) => (
        <Input
          {...control}
          name={name}
          inputMode="numeric"
          autoComplete={proof.by === 'code' ? 'one-time-code' : 'off'}
          maxLength={20}
          required
          className="max-w-40 tabular-nums"
        />
      )}
    </Field>
  );
}

/**
 * The question of a link as a plain form: all outcomes with none chosen, the answer's fields, and a proof
 * that a program which presses buttons would not type.
 */
export function LinkForm({ action, task, name, proof, refused, held }: Props) {
  const { outcomes, resumeSchema, reasonField } = task;
  const schema: JsonSchema | null = resumeSchema;
  const parts = useMemo(() => answerParts(schema, outcomes, reasonField), [schema, outcomes, reasonField]);
  const issues = refused?.issues ?? [];
  const values = refused
    ? { resumeData: refused.values ?? undefined, comment: refused.comment }
    : { resumeData: startOf(task.suggested), comment: '' };
  return (
    <div className="flex flex-col gap-4 rounded-lg border bg-canvas p-4">
      {proof.by === 'code' && <SendCode action={action} sent={proof.sent} />}
      <form method="post" action={action} aria-label={linkTexts.yourAnswer} className="flex flex-col gap-4">
        <EnterButton />
        {issues.length > 0 && (
          <ProblemNotice title={decisionProblems.invalid.title} safe={decisionProblems.invalid.safe}>
            <ul className="list-disc pl-5">
              {issues.map(({ path, message }) => {
                const field = pathInForm(path, 'resumeData');
                return (
                  <li key={`${path} ${message}`}>
                    {field ? (
                      <a href={`#${fieldId('answer', path)}`} className="underline">
                        {labelOfPath(schema ?? true, field)}: {message}
                      </a>
                    ) : (
                      message
                    )}
                  </li>
                );
              })}
            </ul>
          </ProblemNotice>
        )}
        <RadioGroup
          id="link-outcome"
          name="outcome"
          legend={linkTexts.yourAnswer}
          options={outcomes.map(({ id, label }) => ({ value: id, label }))}
          defaultValue={refused?.outcome}
          error={errorAt(issues, 'outcome')}
          required
        />
        <ReasonField
          outcomes={outcomes}
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
            picked={refused?.picked}
            held={held}
            defaultValue={values.resumeData}
          />
        )}
        <Proof proof={proof} issues={issues} />
        <p>
          {linkTexts.asYou(name)} {linkTexts.notYou}{' '}
          <span className="text-ink-muted">{linkTexts.nothingYet}</span>
        </p>
        <Button type="submit" size="lg" variant="primary" className="self-start max-md:w-full">
          {linkTexts.send}
        </Button>
      </form>
    </div>
  );
}
