import { auth } from '@/lib/accounts/sign-in/auth';
import { handleAuth } from '@/lib/accounts/sign-in/handle-auth';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

/** Ends the session, by a plain form post from a page of this site. */
export const POST = route(async (request: Request) => {
  const answer = await handleAuth(auth(), request, '/sign-out');
  return seeOther('/sign-in', answer.headers.getSetCookie());
});
