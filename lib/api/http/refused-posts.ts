import { and, eq, gt, lt } from 'drizzle-orm';
import { refusedPosts } from '@/db/schema';
import type { RefusedPost, StoredPost } from '@/db/schema/json';
import type { Context, UserActor } from '@/lib/people/context';
import { issuesIn, type AppError, type Fault } from '@/lib/base/errors';
import { newId } from '@/lib/base/ids';
import { inOneTrip, noRead, read, type Read } from '@/lib/base/reads';

/** Long enough to correct a form, short enough that typed data is not kept around. */
const keptForMs = 60 * 60 * 1000;

/** Why a form comes back; without issues it does only because its rows were changed. */
export type Refusal = Partial<Pick<AppError, 'issues'>>;

type FormContext = Pick<Context, 'db' | 'clock'> & { actor: UserActor };

/**
 * Stores the values of a person's refused post, replacing an earlier one of the same form.
 * @returns its id
 */
export async function keepRefusedPost(
  { db, clock, actor }: FormContext,
  form: string,
  post: StoredPost,
): Promise<string> {
  const now = clock.now();
  const row = {
    id: newId('post'),
    userId: actor.id,
    form,
    post,
    expiresAt: new Date(now.getTime() + keptForMs),
  };
  await db.batch([
    db.delete(refusedPosts).where(lt(refusedPosts.expiresAt, now)),
    db
      .insert(refusedPosts)
      .values(row)
      .onConflictDoUpdate({
        target: [refusedPosts.userId, refusedPosts.form],
        set: { id: row.id, post, expiresAt: row.expiresAt },
      }),
  ]);
  return row.id;
}

/** The post stored under an id, for its own person and form; else null. */
export function refusedPostRead(
  { db, clock, actor }: FormContext,
  form: string,
  id: unknown,
): Read<RefusedPost | null> {
  if (typeof id !== 'string') return noRead;
  const mine = and(
    eq(refusedPosts.id, id),
    eq(refusedPosts.userId, actor.id),
    eq(refusedPosts.form, form),
    gt(refusedPosts.expiresAt, clock.now()),
  );
  return read([db.select({ post: refusedPosts.post }).from(refusedPosts).where(mine)], ([[row]]) =>
    row ? { ...row.post, issues: issuesIn(row.post.issues as Fault[]) } : null,
  );
}

export const refusedPost = (ctx: FormContext, form: string, id: unknown): Promise<RefusedPost | null> =>
  inOneTrip(ctx.db, refusedPostRead(ctx, form, id));
