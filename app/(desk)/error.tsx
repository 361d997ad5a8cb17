'use client';

import { digestOf } from '@/app/failed-page';
import { Button } from '@/components/ui/button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { errorTexts } from '@/lib/base/texts/errors';

/** Shown when a page of the desk fails. The rail stays, so that people can go elsewhere. */
export default function DeskError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-3 p-4 pt-12">
      <h1 className="text-2xl font-semibold">{errorTexts.failed.title}</h1>
      <ProblemNotice
        title={errorTexts.failed.safe}
        todo={errorTexts.failed.todo}
        actions={<Button onClick={retry}>{errorTexts.retry}</Button>}
        {...digestOf(error)}
      />
    </div>
  );
}
