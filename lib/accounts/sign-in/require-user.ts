import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import type { Role } from '@/db/enums';
import type { UserActor } from '@/lib/people/context';
import { actorFromHeaders } from './actor';
import { pathHeader } from './request-headers';
import { signInPath } from './safe-next';

/** The signed-in person of this page request, or null; asked for as often as needed, read once. */
export const currentUser = cache(async (): Promise<UserActor | null> => actorFromHeaders(await headers()));

/** For pages: the signed-in person. Anybody else goes to the sign-in page and comes back here after it. */
export async function requireUser(): Promise<UserActor> {
  const user = await currentUser();
  if (user) return user;
  redirect(signInPath((await headers()).get(pathHeader) ?? ''));
}

/** For pages only some roles see: who has none of them gets the 403 page. The verbs decide for themselves again. */
export async function requireRole(...allowed: [Role, ...Role[]]): Promise<UserActor> {
  const user = await requireUser();
  if (!allowed.some((role) => user.roles.includes(role))) forbidden();
  return user;
}
