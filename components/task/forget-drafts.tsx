'use client';

import { useEffect } from 'react';
import { forgetDraftsOf } from '@/components/schema-form/use-draft';
import { draftKey } from './answer-parts';

/** Stands in a task that is closed: an answer begun for it, on any of its forms, serves nobody any more. */
export function ForgetDrafts({ readerId, taskId }: { readerId: string; taskId: string }) {
  useEffect(() => forgetDraftsOf(draftKey(readerId, taskId, '')), [readerId, taskId]);
  return null;
}
