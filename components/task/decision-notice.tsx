import type { Route } from 'next';
import { LinkButton } from '@/components/ui/link-button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { decisionProblems, taskTexts } from '@/lib/base/texts/desk';

const plainProblems = [
  'invalid',
  'conflict',
  'stale',
  'forbidden',
  'not_found',
  'too_large',
  'rate_limited',
] as const;

export type DecisionNoticeProps = {
  /** The decision was recorded just now, and the task shows it. */
  done: boolean;
  /** The code that a plain form post came back with; an unknown code gets a general message. */
  problem: string | string[] | undefined;
  nextHref: Route | null;
};

/** The result of an answer sent as a plain form, or on the task's own page. */
export function DecisionNotice({ done, problem, nextHref }: DecisionNoticeProps) {
  if (done) {
    return (
      <div className="px-4 pt-3 md:px-6">
        <ProblemNotice
          tone="info"
          title={taskTexts.done.title}
          actions={
            <LinkButton href={nextHref ?? '/inbox'} variant="primary">
              {nextHref ? taskTexts.next : taskTexts.toInbox}
            </LinkButton>
          }
        />
      </div>
    );
  }
  if (typeof problem !== 'string') return null;
  const code = plainProblems.find((known) => known === problem);
  const { title, safe, todo } =
    decisionProblems[code ?? (problem === 'unavailable' || problem === 'internal' ? 'unknown' : 'refused')];
  return (
    <div className="px-4 pt-3 md:px-6">
      <ProblemNotice title={title} safe={safe} todo={todo} />
    </div>
  );
}
