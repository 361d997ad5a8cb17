'use client';

import type { Route } from 'next';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { signInPath } from '@/lib/accounts/sign-in/safe-next';
import { decisionProblems, problemActions, taskTexts, whoDid } from '@/lib/base/texts/desk';
import type { DecisionProblem } from './decision-result';

function wordsOf(problem: DecisionProblem): { title: string; safe: string; todo: string } {
  if (problem.kind === 'unknown') return decisionProblems[problem.offline ? 'offline' : 'unknown'];
  if (problem.kind !== 'conflict')
    return {
      ...decisionProblems[problem.kind],
      ...(problem.kind === 'forbidden' && problem.detail ? { todo: problem.detail } : {}),
    };
  if (problem.by && problem.label)
    return { ...decisionProblems.conflict, title: whoDid(problem.by, problem.label) };
  return decisionProblems[
    problem.state === 'canceled' ? 'canceled' : problem.state === 'expired' ? 'expired' : 'conflict'
  ];
}

/** After such a problem the form can no longer be sent. */
export const endsDeciding = ({ kind }: DecisionProblem) =>
  kind === 'conflict' || kind === 'stale' || kind === 'not_found' || kind === 'forbidden';

export type ProblemBoxProps = {
  problem: DecisionProblem;
  /** The address to return to after signing in. */
  taskHref: string;
  /** The next task, when there is one. */
  nextHref: Route | null;
  onReload: () => void;
};

/** What happened to the answer, what is safe, and what to do. Takes the focus. */
export function ProblemBox({ problem, taskHref, nextHref, onReload }: ProblemBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [problem]);
  const { title, safe, todo } = wordsOf(problem);
  const reload = problem.kind === 'stale' || problem.kind === 'unknown' || problem.kind === 'refused';
  return (
    <div ref={box} tabIndex={-1} className="scroll-mt-40 rounded-lg">
      <ProblemNotice
        tone={problem.kind === 'conflict' || problem.kind === 'stale' ? 'warning' : 'danger'}
        title={
          <>
            {title}
            {problem.kind === 'conflict' && problem.at && (
              <span className="font-normal text-ink-muted">
                {' · '}
                <RelativeTime date={problem.at} />
              </span>
            )}
          </>
        }
        safe={safe}
        todo={todo}
        requestId={problem.kind === 'unknown' ? (problem.requestId ?? undefined) : undefined}
        actions={
          <>
            {problem.kind === 'conflict' && <Button onClick={onReload}>{problemActions.see}</Button>}
            {reload && <Button onClick={onReload}>{problemActions.reload}</Button>}
            {problem.kind === 'unauthenticated' && (
              <LinkButton href={signInPath(taskHref) as Route}>{problemActions.signIn}</LinkButton>
            )}
            {endsDeciding(problem) && problem.kind !== 'stale' && nextHref && (
              <LinkButton href={nextHref} variant="primary">
                {taskTexts.next}
              </LinkButton>
            )}
          </>
        }
      />
    </div>
  );
}
