import { revokeApiKey } from '@/lib/accounts/keys/change-api-key';
import { keysPath } from '@/lib/accounts/keys/new-key-cookie';
import { formOr } from '@/lib/api/http/form-or';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = route((request: Request, { params }: RouteContext<'/api/keys/[keyId]/revoke'>) =>
  formOr(request, { back: () => keysPath }, async (ctx, form) => {
    await revokeApiKey(ctx, (await params).keyId);
    return form ? seeOther(keysPath) : new Response(null, { status: 204 });
  }),
);
