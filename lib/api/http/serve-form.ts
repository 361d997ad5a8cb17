import { signInPath } from '@/lib/accounts/sign-in/safe-next';
import type { AppError } from '@/lib/base/errors';
import { currentIds } from '@/lib/base/trace-ids';
import type { Context, UserActor } from '@/lib/people/context';
import { admitted, type Sender } from './api-context';
import { keepRefusedPost, type Refusal } from './refused-posts';
import { toAppError } from './problem';
import { readForm } from './read-form';
import { changedRows } from './row-act';
import { seeOther } from './see-other';
import type { Served } from './served';

type Form = NonNullable<Served['form']>;
type Sent = { request: Request; params: Record<string, string> };

/** Problems after which the form can be corrected and sent again. */
const mendable = new Set<AppError['code']>(['invalid', 'stale', 'rate_limited', 'unavailable', 'internal']);

const withQuery = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;

async function goBack(
  form: Form,
  sent: Sent,
  ctx: Context,
  fields: FormData | null,
  refusal: AppError,
): Promise<Response> {
  const query = { problem: refusal.code };
  const kept = fields && mendable.has(refusal.code) ? await keptPost(form, sent, ctx, fields, refusal) : null;
  return seeOther(withQuery(form.back(sent.params, fields), { ...query, ...kept }));
}

/** Keeps what a post held for the person who sent it. @returns the query by which its page shows it, null where there is none */
async function keptPost(
  { keep }: Form,
  { params }: Sent,
  ctx: Context,
  fields: FormData,
  refusal: Refusal,
): Promise<Record<string, string> | null> {
  const kept = await keep?.(ctx, fields, refusal, params);
  if (!kept || ctx.actor.kind !== 'user') return null;
  const id = await keepRefusedPost({ ...ctx, actor: ctx.actor satisfies UserActor }, kept.form, kept.post);
  return { ...kept.query, post: id };
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
    const admittedTo = admitted(sender);
    const changed = changedRows(fields);
    if (!changed) return await work(admittedTo, fields);
    const kept = await keptPost(form, sent, admittedTo, changed.fields, {});
    const page = form.back(sent.params, fields);
    return seeOther(kept ? `${withQuery(page, kept)}#${changed.at}` : page);
  } catch (error) {
    if (!ctx) return seeOther(signInPath(form.back(sent.params, null), 'ended'));
    return goBack(form, sent, ctx, fields, toAppError(error, currentIds().requestId ?? ''));
  }
}
