import { formOr } from '@/lib/api/http/form-or';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import { everywhere } from '@/lib/tell/links/create-link';
import { switchLinks } from '@/lib/tell/links/switch-links';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

/** Where links may decide. The form posts every switch that was shown, and which are on. */
export const POST = route((request: Request) =>
  formOr(request, { back: () => '/settings' }, async (ctx, form) => {
    const sent = form && { shown: form.getAll('shown').map(String), on: form.getAll('on').map(String) };
    const off = await switchLinks(
      ctx,
      sent ? { off: sent.shown.filter((scope) => !sent.on.includes(scope)) } : await readJson(request),
    );
    if (form) return seeOther('/settings?saved=links');
    return Response.json({ on: !off.includes(everywhere), off: off.filter((scope) => scope !== everywhere) });
  }),
);
