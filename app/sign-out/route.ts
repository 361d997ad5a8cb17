import { auth } from '@/lib/auth/auth';
import { handleAuth } from '@/lib/auth/handle-auth';
import { route } from '@/lib/http/route';
import { seeOther } from '@/lib/http/see-other';

/** Ends the session, by a plain form post from a page of this site. */
export const POST = route(async (request: Request) => {
  const answer = await handleAuth(auth(), request, '/sign-out');
  return seeOther('/sign-in', answer.headers.getSetCookie());
});
