'use client';

import { Button } from '@/components/ui/button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { errorTexts } from '@/lib/base/texts/errors';

export const digestOf = (error: unknown) =>
  error instanceof Error && 'digest' in error && typeof error.digest === 'string'
    ? { requestId: error.digest }
    : {};

/** What happened, what is safe and what to do, with a reference to the error in the server's log. */
export function FailedPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto max-w-xl p-4 pt-12">
      <h1 className="sr-only">{errorTexts.failed.title}</h1>
      <ProblemNotice
        title={errorTexts.failed.title}
        safe={errorTexts.failed.safe}
        todo={errorTexts.failed.todo}
        actions={<Button onClick={retry}>{errorTexts.retry}</Button>}
        {...digestOf(error)}
      />
    </main>
  );
}
