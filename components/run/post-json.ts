import type { Issue } from '@/lib/base/errors';
import { isRecord } from '@/lib/base/schema/types';

/** A refusal (RFC 9457) as the desk's routes write it; `code` is `offline` when no readable answer came. */
export type Problem = { code: string; issues: Issue[]; requestId?: string };

/** `status` is null when no answer came at all. */
export type Answer =
  | { ok: true; status: number; body: unknown }
  | { ok: false; status: number | null; body: unknown; problem: Problem };

/** No route takes longer to answer than this, even when it waits for the run to continue. */
const patience = 30_000;

const isIssue = (value: unknown): value is Issue =>
  isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string';

/** The issues of a refusal; malformed ones are left out. */
export const readIssues = (value: unknown): Issue[] => (Array.isArray(value) ? value.filter(isIssue) : []);

/** The problem in a refused response; an error page from a proxy counts as our own failure. */
function readProblem(body: unknown): Problem {
  if (!isRecord(body) || typeof body.code !== 'string') return { code: 'internal', issues: [] };
  return {
    code: body.code,
    issues: readIssues(body.issues),
    ...(typeof body.requestId === 'string' ? { requestId: body.requestId } : {}),
  };
}

/** Posts JSON to a route of this site. Never throws: a lost connection is the problem `offline`. */
export async function postJson(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    const answer: unknown = await response.json().catch(() => null);
    const { ok, status } = response;
    return ok ? { ok, status, body: answer } : { ok, status, body: answer, problem: readProblem(answer) };
  } catch {
    return { ok: false, status: null, body: null, problem: { code: 'offline', issues: [] } };
  }
}
