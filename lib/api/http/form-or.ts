import type { RefusedPost } from '@/db/schema/json';
import { signInPath } from '@/lib/accounts/sign-in/safe-next';
import { requestIdHeader } from '@/lib/accounts/sign-in/request-headers';
import type { Context, UserActor } from '@/lib/people/context';
import { systemClock } from '@/lib/base/clock';
import { AppError } from '@/lib/base/errors';
import { keepRefusedPost } from './refused-posts';
import { apiContext, identify } from './api-context';
import { requireWithinLimit } from './api-limits';
import { toAppError } from './problem';
import { isForm, readForm } from './read-form';
import { seeOther } from './see-other';

export type PlainForm = {
  /** The page of this site that has the form; null when the post itself cannot be read. */
  back: (form: FormData | null) => string;
  /** What the page shows again of a refused post: which form it is, what it held, and more for the page's address. */
  keep?: (
    ctx: Context,
    form: FormData,
    refusal: AppError,
  ) => Promise<{ form: string; post: RefusedPost; query?: Record<string, string> } | null>;
};

/** After these the form is still there to be mended and sent again. */
const mendable = new Set<AppError['code']>(['invalid', 'stale', 'rate_limited', 'unavailable', 'internal']);

const withQuery = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;

async function goBack(
  ctx: Context,
  { back, keep }: PlainForm,
  form: FormData | null,
  refusal: AppError,
): Promise<Response> {
  const query = { problem: refusal.code };
  const kept = form && keep && mendable.has(refusal.code) ? await keep(ctx, form, refusal) : null;
  if (!kept || ctx.actor.kind !== 'user') return seeOther(withQuery(back(form), query));
  const id = await keepRefusedPost({ ...ctx, actor: ctx.actor satisfies UserActor }, kept.form, kept.post);
  return seeOther(withQuery(back(form), { ...query, ...kept.query, post: id }));
}

/**
 * Serves one write to programs and to plain forms. A form that fails goes back to a page of this site with the code of
 * the problem, which the page puts in words, and what was typed; one whose session has ended goes to the sign-in page.
 */
export async function formOr(
  request: Request,
  plain: PlainForm,
  work: (ctx: Context, form: FormData | null) => Promise<Response>,
): Promise<Response> {
  if (!isForm(request)) return work(await apiContext(request), null);
  const ctx = await identify(request).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'unauthenticated') return null;
    throw error;
  });
  let form: FormData | null = null;
  try {
    form = await readForm(request);
    if (!ctx) return seeOther(signInPath(plain.back(form), 'ended'));
    // Only now, so that what was typed is kept.
    requireWithinLimit(request, systemClock);
    return await work(ctx, form);
  } catch (error) {
    if (!ctx) return seeOther(signInPath(plain.back(null), 'ended'));
    return goBack(ctx, plain, form, toAppError(error, request.headers.get(requestIdHeader) ?? ''));
  }
}
