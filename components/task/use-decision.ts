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
import { useUndoToast } from './use-undo-toast';
import { type DecisionProblem, type NewQuestion, sendDecision } from './decision-result';

/**
 * `asking`: the outcome that was pressed and waits for its reason. Pressed again without one it is a mistake
 * (`missing`), and its field has the focus, not the summary.
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
  /** The path of the reason that the outcome needs and the person has not written. */
  missingReason: string | null;
};

type Outcome = {
  doneHref: Route;
  /** What was wrong with a post that was refused before this page came. */
  refused: readonly Issue[];
  onRecorded: () => void;
  /** The question is another one: what was written may still serve. */
  onStale: (
    written: { resumeData: Json | undefined; comment: string | undefined },
    question: NewQuestion,
  ) => void;
};

const told = { detail: null, requestId: null };

/** Issues of fields that the browser itself cannot read, named as the server would. */
function unreadable(error: FormDataError): DecisionProblem {
  return { kind: 'invalid', ...told, issues: issuesBelow('resumeData', [...error.issues]) };
}

/** Sends one decision at a time. After a recorded one the buttons stay off until the page has gone on. */
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
    const issues = [{ path, message: taskTexts.reasonNeeded(outcome.label) }];
    setState({
      sending: null,
      problem: { kind: 'invalid', issues, ...told },
      missing: true,
      asking: outcome,
    });
  }

  /** What is wrong with a field, or with the part it belongs to, is no longer said once the field changes. */
  function changed(field: string) {
    if (state.problem?.kind !== 'invalid') return;
    const within = (path: string) =>
      field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`);
    const issues = state.problem.issues.filter(({ path }) => !within(path));
    if (issues.length < state.problem.issues.length)
      setState({ ...state, problem: issues.length === 0 ? null : { ...state.problem, issues } });
  }

  /** Reloads the page with the current question beside the draft. Nothing is sent again automatically. */
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
