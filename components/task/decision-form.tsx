'use client';

import type { Route } from 'next';
import { type FormEvent, type ReactNode, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { DraftElsewhere } from '@/components/schema-form/draft-elsewhere';
import { ErrorSummary } from '@/components/schema-form/error-summary';
import { focusOn } from '@/components/desk/desk-dom';
import { SchemaForm } from '@/components/schema-form/schema-form';
import { Button } from '@/components/ui/button';
import type { RefusedPost, StoredOutcome } from '@/db/schema/json';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { readWholeField } from '@/lib/desk/tasks/read-whole';
import { decisionProblems, taskTexts } from '@/lib/base/texts/desk';
import { AnyData } from './any-data';
import { answerParts, hasRest } from './answer-parts';
import { OutcomeButtons } from './outcome-buttons';
import { endsDeciding, ProblemBox } from './problem-box';
import { ReasonField, reasonControl, reasonPath } from './reason-field';
import { TaskHeader } from './task-header';
import { readAnswer, readComment, useAnswerDraft } from './use-answer-draft';
import { useDecision } from './use-decision';

const none: readonly [] = [];

export type DecisionFormProps = {
  task: {
    taskId: string;
    readerId: string;
    title: string;
    payloadDigest: string;
    resumeSchema: JsonSchema | null;
    outcomes: StoredOutcome[];
    reasonField: string | null;
  };
  /** The form's initial values (answer-parts.ts). */
  suggested: { [key: string]: Json };
  /** Names for which the evidence has a value. */
  held: readonly string[];
  /** The question, requester, evidence and what follows; rendered on the server. */
  heading: ReactNode;
  facts: ReactNode;
  evidence: ReactNode;
  /** How the question differs from the one the reader saw before; null when it is the same. */
  changed: { notice: ReactNode; before: ReactNode; marks: Readonly<Record<string, string>> } | null;
  /** A refused post without scripts: its values and issues. */
  refused: RefusedPost | null;
  children: ReactNode;
  /** The address to open once the decision is recorded. */
  doneHref: Route;
  /** The next task, for a person who answered too late; null when there is none. */
  nextHref: Route | null;
};

/**
 * Question, buttons, reason, evidence and fields as one form; without scripts a plain post, with them the
 * response appears in it. A decision is never shown before the server has committed it.
 */
export function DecisionForm({
  task,
  suggested,
  held,
  heading,
  facts,
  evidence,
  changed,
  refused,
  children,
  doneHref,
  nextHref,
}: DecisionFormProps) {
  const { outcomes, resumeSchema: schema, reasonField } = task;
  const form = useRef<HTMLFormElement>(null);
  const parts = useMemo(() => answerParts(schema, outcomes, reasonField), [schema, outcomes, reasonField]);
  const hidden = useMemo(
    () => ({
      besideReason: [...parts.verdict, ...parts.rest],
      besideRest: [...parts.verdict, ...(parts.reason === null ? [] : [parts.reason])],
    }),
    [parts],
  );
  const draft = useAnswerDraft(task, schema, suggested, refused);
  const {
    state,
    decide,
    changed: fieldChanged,
    reload,
  } = useDecision(task, {
    doneHref,
    refused: refused?.issues ?? none,
    onRecorded: draft.clear,
    onStale: draft.carryOver,
  });
  const locked = state.problem !== null && endsDeciding(state.problem);
  const issues = state.problem?.kind === 'invalid' ? state.problem.issues : none;

  // The server reports every problem, so that all messages are alike; without scripts the browser checks
  // first.
  useEffect(() => {
    if (form.current) form.current.noValidate = true;
  }, []);

  const save = () => form.current && draft.save(form.current);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const target = event.currentTarget;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const pressed = submitter instanceof HTMLButtonElement ? submitter.value : undefined;
    const outcome =
      outcomes.find(({ id }) => id === pressed) ?? (outcomes.length === 1 ? outcomes[0] : undefined);
    if (!outcome || locked) return;
    send(target, outcome);
  }

  function send(target: HTMLFormElement, outcome: StoredOutcome) {
    const unread = target.querySelector<HTMLElement>(`[name=${readWholeField}]:not(:checked)`);
    if (unread) return focusOn(unread);
    const reason = reasonControl(target, parts.reason);
    void decide(outcome, {
      resumeData: () => readAnswer(target, schema),
      comment: readComment(target).trim() || undefined,
      missingReason:
        outcome.reasonRequired && (reason?.value.trim() ?? '') === '' ? reasonPath(parts.reason) : null,
    });
    if (outcome.reasonRequired && reason?.value.trim() === '') reason.focus();
  }

  /** Ctrl or ⌘ with Enter sends the outcome that waits for its reason, or the only outcome. */
  const sendByKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey === event.metaKey || event.repeat || locked) return;
    const outcome = state.asking ?? (outcomes.length === 1 ? outcomes[0] : undefined);
    if (!outcome || !form.current) return;
    event.preventDefault();
    send(form.current, outcome);
  });
  useEffect(() => {
    const element = form.current;
    element?.addEventListener('keydown', sendByKey);
    return () => element?.removeEventListener('keydown', sendByKey);
  }, []);

  function edited(event: FormEvent<HTMLFormElement>) {
    if (event.target instanceof Element) fieldChanged(event.target.getAttribute('name') ?? '');
  }

  const rest = hasRest(schema, parts);
  // An optional comment goes below the required answer.
  const commentLast = rest && parts.reason === null && !outcomes.some(({ reasonRequired }) => reasonRequired);
  const reason = (
    <ReasonField
      key={`reason ${draft.formKey}`}
      outcomes={outcomes}
      asking={state.asking ?? null}
      reason={parts.reason}
      schema={schema}
      hidden={hidden.besideReason}
      issues={issues}
      values={draft.values}
      marks={changed?.marks}
      disabled={locked}
      onChange={save}
    />
  );

  return (
    <form
      ref={form}
      method="post"
      action={`/api/tasks/${encodeURIComponent(task.taskId)}/decision`}
      onSubmit={submit}
      onInput={edited}
      aria-label={task.title}
      className="max-md:flex max-md:flex-col"
    >
      {/* Enter in a field presses a form's first button: among several outcomes none may be that one. */}
      {outcomes.length > 1 && (
        <button type="submit" disabled hidden aria-hidden tabIndex={-1} aria-label={taskTexts.decide} />
      )}
      <input type="hidden" name="payloadDigest" value={task.payloadDigest} />
      <TaskHeader title={heading}>
        <OutcomeButtons outcomes={outcomes} sending={state.sending} locked={locked} />
      </TaskHeader>
      <div className="flex max-w-4xl flex-col gap-5 px-4 py-4 md:px-6">
        {state.problem && state.problem.kind !== 'invalid' && (
          <ProblemBox
            problem={state.problem}
            taskHref={`/tasks/${encodeURIComponent(task.taskId)}`}
            nextHref={nextHref}
            onReload={reload}
          />
        )}
        {state.problem?.kind === 'invalid' && !state.missing && (
          <ErrorSummary
            errors={state.problem.issues}
            schema={schema ?? true}
            prefix="resumeData"
            idPrefix="answer"
            title={decisionProblems.invalid.heading}
          />
        )}
        {changed?.notice}
        {facts}
        <DraftElsewhere {...draft} />
        {draft.kept && (
          <p role="status" className="flex flex-wrap items-center gap-2 text-sm text-ink-muted">
            {taskTexts.draft.kept}
            <Button size="sm" variant="ghost" onClick={draft.discard}>
              {taskTexts.draft.discard}
            </Button>
          </p>
        )}
        <div className={changed ? '@container' : undefined}>
          <div className={changed ? 'grid items-start gap-6 @2xl:grid-cols-2' : undefined}>
            <div className="flex min-w-0 flex-col gap-5">
              {!commentLast && reason}
              {evidence}
              {schema !== null && rest && (
                <section aria-labelledby="answer-title" className="flex flex-col gap-3">
                  <h2 id="answer-title" className="text-lg font-semibold">
                    {taskTexts.answer}
                  </h2>
                  <SchemaForm
                    key={draft.formKey}
                    schema={schema}
                    prefix="resumeData"
                    idPrefix="answer"
                    hidden={hidden.besideRest}
                    errors={issues}
                    marks={changed?.marks}
                    unread={refused?.unread}
                    picked={refused?.picked}
                    held={held}
                    defaultValue={draft.values.resumeData}
                    disabled={locked}
                    onChange={save}
                  />
                  {commentLast && reason}
                </section>
              )}
              {schema === null && (
                <AnyData
                  key={draft.formKey}
                  error={issues.find(({ path }) => path.startsWith('resumeData'))?.message}
                  defaultValue={JSON.stringify(draft.values.resumeData, null, 2) ?? ''}
                  disabled={locked}
                  onChange={save}
                />
              )}
            </div>
            {changed?.before}
          </div>
        </div>
        {children}
      </div>
    </form>
  );
}
