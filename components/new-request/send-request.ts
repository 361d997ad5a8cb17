import { postJson, type Problem } from '@/components/run/post-json';
import type { Json } from '@/lib/base/schema/types';

export type Sent = { ok: true; runId: string } | { ok: false; problem: Problem };

/** Codes after which the same request may still have been recorded, so its key must be kept. */
const unsure = new Set(['offline', 'internal', 'unavailable']);

/** Whether the answer is definite, so that the next request needs a new key. */
export const isSettled = (sent: Sent): boolean => sent.ok || !unsure.has(sent.problem.code);

/** Asks the desk to start a run and waits up to 5 seconds for its first step. */
export async function sendRequest(workflowId: string, input: Json | undefined, key: string): Promise<Sent> {
  const answer = await postJson(
    '/api/runs',
    { workflowId, input },
    { 'idempotency-key': key, prefer: 'wait=5' },
  );
  if (!answer.ok) return answer;
  const { body } = answer;
  const runId = typeof body === 'object' && body !== null && 'runId' in body ? body.runId : undefined;
  return typeof runId === 'string'
    ? { ok: true, runId }
    : { ok: false, problem: { code: 'internal', issues: [] } };
}
