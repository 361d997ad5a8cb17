import { auth } from '@/lib/accounts/sign-in/auth';
import { handleAuth } from '@/lib/accounts/sign-in/handle-auth';
import { safeNext, signInPath } from '@/lib/accounts/sign-in/safe-next';
import { AppError, type ErrorCode } from '@/lib/base/errors';
import { readForm } from '@/lib/api/http/read-form';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import type { SignInProblem } from '@/lib/base/texts/sign-in';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

const problems: Partial<Record<ErrorCode, SignInProblem>> = {
  unauthenticated: 'credentials',
  invalid: 'input',
  rate_limited: 'throttled',
};

/** Sign-in by a plain form post: on to `next` with the session cookie, or back to the page with what was wrong. */
export const POST = route(async (request: Request) => {
  const form = await readForm(request);
  const next = safeNext(form.get('next'));
  try {
    const answer = await handleAuth(auth(), request, '/sign-in/email', {
      email: form.get('email'),
      password: form.get('password'),
    });
    return seeOther(next, answer.headers.getSetCookie());
  } catch (error) {
    const problem = error instanceof AppError ? problems[error.code] : undefined;
    if (!problem) throw error;
    const back = signInPath(next);
    return seeOther(`${back}${back.includes('?') ? '&' : '?'}problem=${problem}`);
  }
});
