import { formOr } from '@/lib/api/http/form-or';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import { retryDeliveries } from '@/lib/tell/messages/retry-deliveries';

/** Seconds, on a serverless host: what is due is sent after the response. */
export const maxDuration = 300;

/** Retries messages that were given up: those in `{ids}`, or all. They are sent after the response. */
export const POST = route((request: Request) =>
  formOr(request, { back: () => '/operations/deliveries' }, async (ctx, form) => {
    const ids = form?.getAll('id').map(String) ?? [];
    const retried = await retryDeliveries(
      ctx,
      form ? (ids.length > 0 ? { ids } : {}) : await readJson(request),
    );
    return form ? seeOther('/operations/deliveries') : Response.json({ retried }, { status: 202 });
  }),
);
