import { linkRefusal } from '@/lib/api/http/link-refusal-page';
import { route } from '@/lib/api/http/route';
import { notFound } from '@/lib/base/errors';
import { linkRefusals, type LinkRefusalReason } from '@/lib/tell/links/link-refusal';

const isReason = (text: string): text is LinkRefusalReason => Object.hasOwn(linkRefusals, text);

/** Where the page of a link that does not work leads: no token in the address, nothing of a task on the page. */
export const GET = route(async (request: Request, { params }: RouteContext<'/links/problem/[reason]'>) => {
  const { reason } = await params;
  if (!isReason(reason)) throw notFound('page');
  return linkRefusal(request, reason, true);
});
