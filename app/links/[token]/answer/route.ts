import { AppError } from '@/lib/base/errors';
import { keepRefusedPost, type Refusal } from '@/lib/api/http/refused-posts';
import { drainAfter, waitSeconds } from '@/lib/api/http/drain-after';
import { linkContext } from '@/lib/api/http/link-context';
import { linkRefusal } from '@/lib/api/http/link-refusal-page';
import { toAppError } from '@/lib/api/http/problem';
import { decisionOfForm, keepDecision } from '@/lib/api/http/read-decision';
import { fieldOf, isForm, readForm } from '@/lib/api/http/read-form';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { changedRows } from '@/lib/api/http/row-act';
import { seeOther } from '@/lib/api/http/see-other';
import { requestIdHeader } from '@/lib/accounts/sign-in/request-headers';
import { decideByLink } from '@/lib/tell/links/decide-by-link';
import { auditRefusal } from '@/lib/tell/links/audit-refusal';
import { sendLinkCode } from '@/lib/tell/links/link-code';
import { LinkRefused } from '@/lib/tell/links/link-refusal';
import { openLink, type LinkContext, type OpenLink } from '@/lib/tell/links/open-link';
import { isTaken } from '@/lib/work/outbox/is-done';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

/** A form on another site could post here without the recipient having seen the task. */
const fromElsewhere = (request: Request) => request.headers.get('sec-fetch-site') === 'cross-site';

/** A person gets the form back with what they typed and what is wrong; a program gets the usual problem. */
async function sentBack(
  token: string,
  { claims, ctx }: OpenLink,
  form: FormData,
  refusal: Refusal,
  at = '',
): Promise<Response> {
  const { post } = await keepDecision(ctx, claims.taskId, form, refusal);
  const id = await keepRefusedPost(ctx, `link:${claims.id}`, post);
  return seeOther(`/links/${token}?post=${id}${at}`);
}

/** Back to the page either way, which says whether a code was sent. */
async function mailCode(link: OpenLink, token: string): Promise<Response> {
  if (link.proof === 'code') await sendLinkCode(link);
  return seeOther(`/links/${token}`);
}

async function answer(
  request: Request,
  context: LinkContext,
  token: string,
  form: FormData | null,
): Promise<Response> {
  if (fromElsewhere(request)) throw new LinkRefused('elsewhere');
  const link = await openLink(context, token);
  const { taskId } = link.claims;
  if (form && fieldOf(form, 'send') === 'code') return mailCode(link, token);
  const changed = form && changedRows(form);
  if (changed) return sentBack(token, link, changed.fields, {}, `#${changed.at}`);
  try {
    const read = form ? await decisionOfForm(link.ctx, form, taskId) : await readJson(request);
    const proof = form && {
      confirmation: fieldOf(form, 'confirmation'),
      code: fieldOf(form, 'code'),
    };
    const given = { ...(read as object), ...proof };
    const { task, decision } = await decideByLink(context, token, link, given);
    const settled = await drainAfter(
      link.ctx,
      [{ runId: task.runId, waitsFor: { debt: `resume:${taskId}` } }],
      form ? 5 : waitSeconds(request),
    );
    if (form) return seeOther('/links/done');
    const applied = settled && (await isTaken(link.ctx.db, taskId));
    return Response.json({ outcome: decision.outcome, applied }, { status: applied ? 200 : 202 });
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid' && form)
      return sentBack(token, link, form, error);
    if (error instanceof AppError && error.code === 'not_found') throw new LinkRefused('right', link.claims);
    throw error;
  }
}

/** Decides by link: `POST /links/{token}`, which proxy.ts routes here. The token authorises it, not a cookie. */
export const POST = route(async (request: Request, { params }: RouteContext<'/links/[token]/answer'>) => {
  const { token } = await params;
  const context = await linkContext(request.headers);
  const byForm = isForm(request);
  try {
    return await answer(request, context, token, byForm ? await readForm(request) : null);
  } catch (error) {
    if (error instanceof LinkRefused) return linkRefusal(request, await auditRefusal(context, error), byForm);
    if (!byForm) throw error;
    const { code } = toAppError(error, request.headers.get(requestIdHeader) ?? '');
    return linkRefusal(request, code === 'unavailable' ? 'unavailable' : 'failed', true);
  }
});
