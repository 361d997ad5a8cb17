import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { UserActor } from '@/lib/people/context';
import { actorFromHeaders } from './actor';
import { pathHeader } from './request-headers';
import { signInPath } from './safe-next';

/** The signed-in user of this page request, or null; read once per request. */
export const currentUser = cache(async (): Promise<UserActor | null> => actorFromHeaders(await headers()));

/** For pages: the signed-in user. Without one it redirects to the sign-in page, which leads back here. */
export async function requireUser(): Promise<UserActor> {
  const user = await currentUser();
  if (user) return user;
  redirect(signInPath((await headers()).get(pathHeader) ?? ''));
}
