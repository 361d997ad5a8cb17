import { createApiKey } from '@/lib/accounts/keys/create-api-key';
import { listApiKeys } from '@/lib/accounts/keys/list-api-keys';
import { keysPath, newKeyCookie } from '@/lib/accounts/keys/new-key-cookie';
import { apiContext } from '@/lib/api/http/api-context';
import { formOr } from '@/lib/api/http/form-or';
import { fieldOf } from '@/lib/api/http/read-form';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const GET = route(async (request: Request) =>
  Response.json({ items: await listApiKeys(await apiContext(request)), nextCursor: null }),
);

export const POST = route(
  (request: Request) =>
    formOr(request, { back: () => keysPath }, async (ctx, form) => {
      const body = form
        ? {
            name: fieldOf(form, 'name'),
            scopes: form.getAll('scopes'),
            expiresInDays: fieldOf(form, 'expiresInDays'),
          }
        : await readJson(request);
      const made = await createApiKey(ctx, body);
      if (form) return seeOther(keysPath, [newKeyCookie(request, made)]);
      return Response.json(made, { status: 201 });
    }),
  { idempotency: 'secret' },
);
