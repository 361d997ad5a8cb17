import { grantDeciding } from '@/lib/accounts/keys/change-api-key';
import { keysPath } from '@/lib/accounts/keys/new-key-cookie';
import { formOr } from '@/lib/api/http/form-or';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = route((request: Request, { params }: RouteContext<'/api/keys/[keyId]/grant'>) =>
  formOr(request, { back: () => keysPath }, async (ctx, form) => {
    const key = await grantDeciding(ctx, (await params).keyId);
    return form ? seeOther(keysPath) : Response.json(key);
  }),
);
