import { notFound } from 'next/navigation';
import { requireUser } from '@/lib/accounts/sign-in/require-user';
import type { Context, UserActor } from '@/lib/people/context';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { AppError } from '@/lib/base/errors';
import { engine } from '@/lib/mastra';

/** The context of a page; people who are not signed in go to the sign-in page and return afterwards. */
export async function pageContext(): Promise<Context & { actor: UserActor }> {
  const actor = await requireUser();
  return { actor, channel: 'web', db: database(), engine: await engine(), clock: systemClock };
}

/** A read for a page; not_found and an invalid query string lead to the 404 page. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'invalid')) notFound();
    throw error;
  }
}
