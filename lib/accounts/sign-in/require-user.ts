import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
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
