'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { StoredOutcome } from '@/db/schema/json';
import { FormDataError, issuesBelow } from '@/lib/base/schema/form-data-error';
import type { Json } from '@/lib/base/schema/types';
import { done, taskTexts } from '@/lib/base/texts/desk';
import { expectArrival } from './arrival';
import type { Issue } from '@/lib/base/errors';
import { issueTexts } from '@/lib/base/texts/issues';
import { useUndoToast } from './use-undo-toast';
import { type DecisionProblem, type NewQuestion, sendDecision } from './decision-result';

/**
 * `asking`: the pressed outcome that still needs a reason. Pressed again without one it is an error
 * (`missing`), and the field keeps the focus, not the summary.
 */
type State = {
  sending: string | null;
  problem: DecisionProblem | null;
  missing?: true;
  asking?: StoredOutcome;
};

export type Answer = {
  resumeData: () => Json | undefined;
  comment: string | undefined;
  /** The path of a required reason that the person has not written. */
  missingReason: string | null;
};

type Outcome = {
  doneHref: Route;
  /** The issues of a post that was refused before this page was rendered. */
  refused: readonly Issue[];
  onRecorded: () => void;
  /** The question has changed; what was written may still be useful. */
  onStale: (
    written: { resumeData: Json | undefined; comment: string | undefined },
    question: NewQuestion,
  ) => void;
};

const told = { detail: null, requestId: null };

/** Fields that the browser itself cannot parse, reported with the server's paths. */
function unreadable(error: FormDataError): DecisionProblem {
  return { kind: 'invalid', ...told, issues: issuesBelow('resumeData', [...error.issues]) };
}

/**
 * Sends one decision at a time. After one is recorded, the buttons stay disabled until the next page appears.
 */
export function useDecision(
  task: { taskId: string; title: string; payloadDigest: string },
  { doneHref, refused, onRecorded, onStale }: Outcome,
) {
  const router = useRouter();
  const tell = useUndoToast();
  const [state, setState] = useState<State>({
    sending: null,
    problem: refused.length > 0 ? { kind: 'invalid', issues: [...refused], ...told } : null,
  });
  const busy = useRef(false);

  async function decide(outcome: StoredOutcome, answer: Answer): Promise<void> {
    if (busy.current) return;
    if (answer.missingReason !== null) return askReason(outcome, answer.missingReason);
    let resumeData: Json | undefined;
    try {
      resumeData = answer.resumeData();
    } catch (error) {
      if (!(error instanceof FormDataError)) throw error;
      setState({ sending: null, problem: unreadable(error) });
      return;
    }
    busy.current = true;
    setState({ sending: outcome.id, problem: null });
    const { payloadDigest } = task;
    const result = await sendDecision(task.taskId, {
      outcome: outcome.id,
      payloadDigest,
      undoable: true,
      resumeData,
      comment: answer.comment,
    });
    if (result.kind === 'stale' && result.question) {
      onStale({ resumeData, comment: answer.comment }, result.question);
      return lookAgain(payloadDigest);
    }
    if (result.kind !== 'recorded') {
      busy.current = false;
      setState({ sending: null, problem: result });
      return;
    }
    onRecorded();
    expectArrival();
    const note = result.outside
      ? taskTexts.outside
      : result.applied
        ? taskTexts.applied
        : result.undoMs > 0
          ? null
          : taskTexts.recorded;
    tell({
      taskId: task.taskId,
      title: done(outcome.label),
      description: note ? `${task.title}. ${note}` : task.title,
      tone: outcome.tone === 'success' ? 'success' : 'neutral',
      undoMs: result.undoMs,
    });
    router.push(doneHref, { scroll: false });
    router.refresh();
  }

  function askReason(outcome: StoredOutcome, path: string) {
    if (state.asking?.id !== outcome.id) return setState({ sending: null, problem: null, asking: outcome });
    const issues = [{ path, message: issueTexts.reason_needed(outcome) }];
    setState({
      sending: null,
      problem: { kind: 'invalid', issues, ...told },
      missing: true,
      asking: outcome,
    });
  }

  /** Clears the issues of a field, and of the parts that contain it, once it changes. */
  function changed(field: string) {
    if (state.problem?.kind !== 'invalid') return;
    const within = (path: string) =>
      field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`);
    const issues = state.problem.issues.filter(({ path }) => !within(path));
    if (issues.length < state.problem.issues.length)
      setState({ ...state, problem: issues.length === 0 ? null : { ...state.problem, issues } });
  }

  /** Reloads the page with the current question beside the draft. Nothing is resent automatically. */
  function lookAgain(was: string) {
    const url = new URL(location.href);
    url.searchParams.set('was', was);
    url.searchParams.delete('problem');
    url.searchParams.delete('post');
    expectArrival();
    router.replace((url.pathname + url.search) as Route, { scroll: false });
    router.refresh();
  }

  function reload() {
    expectArrival();
    router.refresh();
  }

  return { state, decide, changed, reload };
}
