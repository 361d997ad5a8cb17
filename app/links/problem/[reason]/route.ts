import { linkRefusal } from '@/lib/api/http/link-refusal-page';
import { route } from '@/lib/api/http/route';
import { notFound } from '@/lib/base/errors';
import { linkRefusals, type LinkRefusalReason } from '@/lib/tell/links/link-refusal';

const isReason = (text: string): text is LinkRefusalReason => Object.hasOwn(linkRefusals, text);

/** Where a link that doesn't work redirects to: no token in the address, nothing about the task on the page. */
export const GET = route(async (request: Request, { params }: RouteContext<'/links/problem/[reason]'>) => {
  const { reason } = await params;
  if (!isReason(reason)) throw notFound('page');
  return linkRefusal(request, reason, true);
});
