import { postJson, readIssues } from '@/components/run/post-json';
import type { Issue } from '@/lib/base/errors';
import { isRecord, type Json, type JsonSchema } from '@/lib/base/schema/types';

type Told = { detail: string | null; requestId: string | null };

/** The current question, as far as a draft needs it. */
export type NewQuestion = { payloadDigest: string; resumeSchema: JsonSchema | null };

/**
 * The result of sending a decision. Only `recorded` is certain to be one; with `unknown` it may have been
 * recorded.
 */
export type DecisionResult =
  | {
      kind: 'recorded';
      applied: boolean;
      /** The run was answered by another program instead. */
      outside: boolean;
      label: string;
      /** For how many milliseconds from now the decision can be undone. */
      undoMs: number;
    }
  | ({ kind: 'invalid'; issues: Issue[] } & Told)
  | ({
      kind: 'conflict';
      by: string | null;
      at: string | null;
      label: string | null;
      state: string | null;
    } & Told)
  | ({ kind: 'stale'; question: NewQuestion | null } & Told)
  | ({
      kind: 'forbidden' | 'not_found' | 'unauthenticated' | 'too_large' | 'rate_limited' | 'refused';
    } & Told)
  | ({ kind: 'unknown'; offline: boolean } & Told);

export type DecisionProblem = Exclude<DecisionResult, { kind: 'recorded' }>;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function readQuestion(task: unknown): NewQuestion | null {
  if (!isRecord(task) || typeof task.payloadDigest !== 'string') return null;
  return {
    payloadDigest: task.payloadDigest,
    resumeSchema: isRecord(task.resumeSchema) ? task.resumeSchema : null,
  };
}

/** Both times are the server's, so that a wrong clock in the browser does not change the result. */
function undoMsOf({ at, undoUntil }: Record<string, unknown>): number {
  const ms = Date.parse(text(undoUntil) ?? '') - Date.parse(text(at) ?? '');
  return ms > 0 ? ms : 0;
}

const plain = ['forbidden', 'not_found', 'unauthenticated', 'too_large', 'rate_limited'] as const;
const codes: Partial<Record<number, (typeof plain)[number]>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  429: 'rate_limited',
};

/** A proxy's 408 says nothing about what the server behind it did. */
const timedOut = 408;

/**
 * Reads the response of `POST /api/tasks/{id}/decision`. A refusal (4xx) is certain: nothing was decided.
 * Anything else without a receipt, such as an error of the server or a proxy, leaves the result unknown.
 */
export function readDecisionResult(status: number, body: unknown): DecisionResult {
  const fields = isRecord(body) ? body : {};
  const told = { detail: text(fields.detail), requestId: text(fields.requestId) };
  if ((status === 200 || status === 202) && isRecord(fields.decision)) {
    return {
      kind: 'recorded',
      applied: fields.applied === true,
      outside: text(fields.decision.answeredOutsideAt) !== null,
      label: text(fields.decision.outcomeLabel) ?? '',
      undoMs: undoMsOf(fields.decision),
    };
  }
  if (status < 400 || status >= 500 || status === timedOut)
    return { kind: 'unknown', offline: false, ...told };
  if (fields.code === 'invalid') return { kind: 'invalid', issues: readIssues(fields.issues), ...told };
  if (fields.code === 'conflict') {
    return {
      kind: 'conflict',
      by: text(fields.decidedBy),
      at: text(fields.decidedAt),
      label: text(fields.outcomeLabel),
      state: text(fields.state),
      ...told,
    };
  }
  if (fields.code === 'stale') return { kind: 'stale', question: readQuestion(fields.task), ...told };
  return { kind: plain.find((code) => code === fields.code) ?? codes[status] ?? 'refused', ...told };
}

/** No response: the request or its response was lost. */
export const noAnswer = (offline: boolean): DecisionResult => ({
  kind: 'unknown',
  offline,
  detail: null,
  requestId: null,
});

/** `undoable`: the run waits until the decision can no longer be undone. */
export type DecisionBody = {
  undoable: true;
  outcome: string;
  payloadDigest: string;
  resumeData?: Json;
  comment?: string;
};

/**
 * Sends a decision. If the desk gives no time to undo it, waits up to five seconds for the run to take it.
 * Never throws: a lost response is a result too.
 */
export async function sendDecision(taskId: string, decision: DecisionBody): Promise<DecisionResult> {
  const { status, body } = await postJson(`/api/tasks/${encodeURIComponent(taskId)}/decision`, decision, {
    prefer: 'wait=5',
  });
  return status === null ? noAnswer(!navigator.onLine) : readDecisionResult(status, body);
}
