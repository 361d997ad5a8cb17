'use client';

import { useEffect } from 'react';
import { forgetDraftsOf } from '@/components/schema-form/use-draft';
import { draftKey } from './answer-parts';

/** Rendered in a closed task: removes the reader's drafts for it, which nobody can send any more. */
export function ForgetDrafts({ readerId, taskId }: { readerId: string; taskId: string }) {
  useEffect(() => forgetDraftsOf(draftKey(readerId, taskId, '')), [readerId, taskId]);
  return null;
}
