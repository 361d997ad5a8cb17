import type { UserActor } from '@/lib/context';
import { auth, type Auth } from './auth';

/**
 * Who a request comes from, by its session cookie; null when nobody is signed in, the session ended or the account is
 * closed. Name, roles and groups are read in one query on every call, so a change of them counts at once.
 */
export function actorFromHeaders(headers: Headers, by: Auth = auth()): Promise<UserActor | null> {
  return by.api.readActor({ headers });
}
