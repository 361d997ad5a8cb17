'use client';

import { useEffect, useRef } from 'react';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { LinkButton } from '@/components/ui/link-button';
import { newTexts, requestProblem, runsTexts } from '@/lib/base/texts/runs';

type Props = {
  code: string | undefined;
  requestId: string | undefined;
  /** A new object for each refusal, so that the notice takes focus again. */
  attempt: object | undefined;
};

/** Why a request was refused, what is safe, and what to do. Takes focus after sending. */
export function RequestProblemNotice({ code, requestId, attempt }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt) box.current?.focus();
  }, [attempt]);
  const words = requestProblem(code);
  if (!words) return null;
  const actions =
    code === 'conflict' ? (
      <LinkButton href="/runs" target="_blank">
        {runsTexts.mine}
      </LinkButton>
    ) : code === 'unauthenticated' ? (
      <LinkButton href="/sign-in" target="_blank">
        {newTexts.signIn}
      </LinkButton>
    ) : undefined;
  return (
    <div ref={box} tabIndex={-1}>
      <ProblemNotice {...words} requestId={requestId} actions={actions} />
    </div>
  );
}
