import type { Json } from '@/lib/schema/types';
import { type DecisionResult, noAnswer, readDecisionResult } from './decision-result';

const patience = 30_000;

export type DecisionBody = { outcome: string; payloadDigest: string; resumeData?: Json; comment?: string };

/** Sends a decision and waits up to five seconds for the run to take it. Never throws: silence is a result, too. */
export async function sendDecision(taskId: string, body: DecisionBody): Promise<DecisionResult> {
  try {
    const response = await fetch(`/api/tasks/${encodeURIComponent(taskId)}/decision`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', prefer: 'wait=5' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    return readDecisionResult(response.status, await response.json().catch(() => null));
  } catch {
    return noAnswer(!navigator.onLine);
  }
}
