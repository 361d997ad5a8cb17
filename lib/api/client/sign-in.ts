import { createClient, type ClientSettings } from './create-client';
import { unwrap } from './unwrap';

/**
 * Signs in as the sign-in page does. @returns the cookies of the session, for `createClient`
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
