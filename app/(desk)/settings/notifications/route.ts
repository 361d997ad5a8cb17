import { notificationKinds } from '@/db/enums';
import { formOr } from '@/lib/api/http/form-or';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import { chooseNotifications } from '@/lib/tell/messages/choose-notifications';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

/** Which notifications the signed-in person gets, and where: `{task: ["mail"], …}`, or the form that names the kinds it showed. */
export const POST = route((request: Request) =>
  formOr(request, { back: () => '/settings' }, async (ctx, form) => {
    const shown = form && notificationKinds.filter((kind) => form.getAll('kind').includes(kind));
    const chosen = await chooseNotifications(
      ctx,
      shown
        ? Object.fromEntries(shown.map((kind) => [kind, form.getAll(kind).map(String)]))
        : await readJson(request),
    );
    return form ? seeOther('/settings?saved=messages') : Response.json(chosen);
  }),
);
