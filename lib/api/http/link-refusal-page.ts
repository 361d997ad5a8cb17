import { linkRefusals, type LinkRefusalReason } from '@/lib/tell/links/link-refusal';
import { linkRefusalTexts, linkRefusalToInbox } from '@/lib/base/texts/links';
import { plainPage } from './plain-page';

/**
 * Says why a link does not work: a plain page for people, a problem for programs. Neither reveals anything of
 * the task.
 */
export function linkRefusal(request: Request, reason: LinkRefusalReason, page: boolean): Response {
  const status = linkRefusals[reason];
  const { title, body } = linkRefusalTexts[reason];
  const response = page
    ? plainPage(request, { status, title, body, link: { href: '/inbox', label: linkRefusalToInbox } })
    : Response.json(
        { type: 'about:blank', title, status, code: reason, detail: body },
        { status, headers: { 'content-type': 'application/problem+json' } },
      );
  if (reason === 'limited') response.headers.set('retry-after', '60');
  return response;
}
