import { signInPath } from '@/lib/accounts/sign-in/safe-next';
import type { AppError } from '@/lib/base/errors';
import { currentIds } from '@/lib/base/trace-ids';
import type { Context, UserActor } from '@/lib/people/context';
import { admitted, type Sender } from './api-context';
import { keepRefusedPost } from './refused-posts';
import { toAppError } from './problem';
import { readForm } from './read-form';
import { seeOther } from './see-other';
import type { Served } from './served';

type Form = NonNullable<Served['form']>;
type Sent = { request: Request; params: Record<string, string> };

/** Problems after which the form can be corrected and sent again. */
const mendable = new Set<AppError['code']>(['invalid', 'stale', 'rate_limited', 'unavailable', 'internal']);

const withQuery = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;

async function goBack(
  { keep, back }: Form,
  { params }: Sent,
  ctx: Context,
  fields: FormData | null,
  refusal: AppError,
): Promise<Response> {
  const query = { problem: refusal.code };
  const kept = fields && keep && mendable.has(refusal.code) ? await keep(ctx, fields, refusal, params) : null;
  if (!kept || ctx.actor.kind !== 'user') return seeOther(withQuery(back(params, fields), query));
  const id = await keepRefusedPost({ ...ctx, actor: ctx.actor satisfies UserActor }, kept.form, kept.post);
  return seeOther(withQuery(back(params, fields), { ...query, ...kept.query, post: id }));
}

/**
 * Handles a plain form post. If it fails, the sender returns to the form's page, which explains the problem and shows
 * what they typed; if their session has ended, they go to the sign-in page.
 */
export async function serveForm(
  form: Form,
  sent: Sent,
  sender: Sender,
  work: (ctx: Context, fields: FormData) => Promise<Response>,
): Promise<Response> {
  const { ctx } = sender;
  let fields: FormData | null = null;
  try {
    fields = await readForm(sent.request);
    if (!ctx) return seeOther(signInPath(form.back(sent.params, fields), 'ended'));
    // The rate limit is checked only now, so that a refused form keeps what was typed.
    return await work(admitted(sender), fields);
  } catch (error) {
    if (!ctx) return seeOther(signInPath(form.back(sent.params, null), 'ended'));
    return goBack(form, sent, ctx, fields, toAppError(error, currentIds().requestId ?? ''));
  }
}
