import type { Issue } from '@/lib/errors';

/** A refusal (RFC 9457) as the desk's routes write it; `code` is `offline` when no readable answer came. */
export type Problem = { code: string; issues: Issue[]; requestId?: string };

export type Answer = { ok: true; body: unknown } | { ok: false; problem: Problem };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isIssue = (value: unknown): value is Issue => isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string';

/** What a refused response says; a page of some proxy in between reads as our own failure. */
export function readProblem(body: unknown): Problem {
  if (!isRecord(body) || typeof body.code !== 'string') return { code: 'internal', issues: [] };
  const issues = Array.isArray(body.issues) ? body.issues.filter(isIssue) : [];
  return { code: body.code, issues, ...(typeof body.requestId === 'string' ? { requestId: body.requestId } : {}) };
}

/** Posts JSON to a route of this site. Never throws: a lost connection is the problem `offline`. */
export async function postJson(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  try {
    const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json', ...headers }, body: JSON.stringify(body) });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return { ok: true, body: answer };
    return { ok: false, problem: readProblem(answer) };
  } catch {
    return { ok: false, problem: { code: 'offline', issues: [] } };
  }
}
