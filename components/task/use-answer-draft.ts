'use client';

import { useState } from 'react';
import { readInputs, readValidInputs } from '@/components/schema-form/read-form';
import { forgetDraftsOf, leaveDraft, useDraft } from '@/components/schema-form/use-draft';
import type { RefusedPost } from '@/db/schema/json';
import { fitting } from '@/lib/base/schema/fitting';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { draftKey, startOf } from './answer-parts';
import type { NewQuestion } from './decision-result';

const anything: JsonSchema = true;
const words: JsonSchema = { type: 'string' };
const inAnswer = { prefix: 'resumeData' };
const commentKey = (key: string) => `${key}:comment`;

/**
 * The value of the schema's fields in a form; without a schema, the raw JSON.
 * @throws FormDataError for text that is not JSON
 */
export function readAnswer(form: HTMLFormElement, schema: JsonSchema | null): Json | undefined {
  return readInputs(form, schema ?? anything, inAnswer);
}

export function readComment(form: HTMLFormElement): string {
  const value = new FormData(form).get('comment');
  return typeof value === 'string' ? value : '';
}

/**
 * A person's unsent answer, kept in this browser. `formKey` changes when the fields must restart, since a
 * draft was found or discarded. The values of a refused post take precedence.
 */
export function useAnswerDraft(
  task: { taskId: string; payloadDigest: string; readerId: string },
  schema: JsonSchema | null,
  suggested: { [key: string]: Json },
  refused: RefusedPost | null,
) {
  const { taskId, readerId } = task;
  const key = draftKey(readerId, taskId, task.payloadDigest);
  const answer = useDraft(key, schema ?? anything);
  const comment = useDraft(commentKey(key), words);
  const [discarded, setDiscarded] = useState(0);
  const kept =
    refused === null && discarded === 0 && (answer.draft !== undefined || comment.draft !== undefined);
  const draft = kept ? answer.draft : undefined;

  function save(form: HTMLFormElement) {
    comment.save(readComment(form) || undefined);
    answer.save(readValidInputs(form, schema ?? anything, inAnswer));
  }

  function clear() {
    forgetDraftsOf(draftKey(readerId, taskId, ''));
  }

  /** Carries the answer written for this question over to the next, where fields of that name exist. */
  function carryOver(
    written: { resumeData: Json | undefined; comment: string | undefined },
    question: NewQuestion,
  ) {
    const next = draftKey(readerId, taskId, question.payloadDigest);
    const to = question.resumeSchema ?? anything;
    leaveDraft(next, fitting(written.resumeData, to), to);
    leaveDraft(commentKey(next), written.comment, words);
  }

  const posted = refused && {
    resumeData: refused.values ?? undefined,
    comment: refused.comment,
  };
  return {
    kept,
    formKey: discarded > 0 ? `new ${discarded}` : `${answer.formKey} ${comment.formKey}`,
    values: posted ?? {
      resumeData: draft ?? startOf(suggested),
      comment: kept && typeof comment.draft === 'string' ? comment.draft : '',
    },
    save,
    clear,
    carryOver,
    elsewhere: answer.elsewhere || comment.elsewhere,
    take: () => {
      answer.take();
      comment.take();
    },
    keep: () => {
      answer.keep();
      comment.keep();
    },
    discard: () => {
      clear();
      setDiscarded((count) => count + 1);
    },
  };
}
