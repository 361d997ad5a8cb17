import { createClient, type ClientSettings } from './create-client';
import { unwrap } from './unwrap';

/**
 * Signs in like the sign-in page.
 * @returns the session's cookies, for `createClient`
 * @throws RefusedError
 */
export async function signIn({
  email,
  password,
  ...desk
}: Omit<ClientSettings, 'key' | 'cookie'> & { email: string; password: string }): Promise<string> {
  const answer = await createClient(desk).POST('/api/auth/sign-in/email', { body: { email, password } });
  await unwrap(answer);
  return answer.response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
