'use client';

import { useState } from 'react';
import { readForm } from '@/components/schema-form/read-form';
import { useDraft } from '@/components/schema-form/use-draft';
import { FormDataError } from '@/lib/schema/form-data-error';
import type { Json, JsonSchema } from '@/lib/schema/types';
import { draftKey } from './answer-parts';

const anything: JsonSchema = true;
const words: JsonSchema = { type: 'string' };

/** The value of the schema's fields in a form; without a schema, whatever was written. @throws FormDataError for JSON text that is none */
export function readAnswer(form: HTMLFormElement, schema: JsonSchema | null): Json | undefined {
  return readForm(form, schema ?? anything, { prefix: 'resumeData' }) ?? undefined;
}

export function readComment(form: HTMLFormElement): string {
  const value = new FormData(form).get('comment');
  return typeof value === 'string' ? value : '';
}

/**
 * The answer a person began, kept in this browser until it is sent. `formKey` changes when the fields have to start
 * anew: the draft was found, or discarded.
 */
export function useAnswerDraft(task: { taskId: string; payloadDigest: string; readerId: string }, schema: JsonSchema | null, suggested: { [key: string]: Json }) {
  const key = draftKey(task.readerId, task.taskId, task.payloadDigest);
  const answer = useDraft(key, schema ?? anything);
  const comment = useDraft(`${key}:comment`, words);
  const [discarded, setDiscarded] = useState(0);
  const kept = discarded === 0 && (answer.draft !== undefined || comment.draft !== undefined);
  const draft = kept ? answer.draft : undefined;

  function save(form: HTMLFormElement) {
    comment.save(readComment(form) || undefined);
    try {
      answer.save(readAnswer(form, schema));
    } catch (error) {
      if (!(error instanceof FormDataError)) throw error;
    }
  }

  function clear() {
    answer.clear();
    comment.clear();
  }

  return {
    kept,
    formKey: discarded > 0 ? `new ${discarded}` : `${answer.formKey} ${comment.formKey}`,
    values: {
      resumeData: draft ?? suggested,
      comment: kept && typeof comment.draft === 'string' ? comment.draft : '',
    },
    save,
    clear,
    discard: () => {
      clear();
      setDiscarded((count) => count + 1);
    },
  };
}
