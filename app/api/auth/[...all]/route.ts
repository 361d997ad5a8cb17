import { auth } from '@/lib/accounts/sign-in/auth';
import { handleAuth } from '@/lib/accounts/sign-in/handle-auth';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

type Params = RouteContext<'/api/auth/[...all]'>;

const pathOf = async ({ params }: Params) => `/${(await params).all.join('/')}`;

export const GET = route(async (request: Request, context: Params) =>
  handleAuth(auth(), request, await pathOf(context)),
);

export const POST = route(async (request: Request, context: Params) => {
  const path = await pathOf(context);
  return handleAuth(auth(), request, path, path === '/sign-out' ? {} : await readJson(request));
});
