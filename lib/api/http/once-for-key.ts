import { createHash, randomUUID } from 'node:crypto';
import { and, eq, isNull, ne, notBetween, sql } from 'drizzle-orm';
import { idempotencyKeys as keys } from '@/db/schema';
import type { Database } from '@/db/client';
import { signatureOf, type Context } from '@/lib/people/context';
import { AppError, conflict } from '@/lib/base/errors';
import { log } from '@/lib/base/log';
import { parseIdempotencyKey } from './idempotency-key';
import { readBody } from './read-body';
import { statusOf } from './problem';

/** After this long without a response, the first try's process counts as dead. */
const abandonedMs = 120_000;

export type Answers = 'kept' | 'secret';

const digest = (...parts: (string | Uint8Array)[]) =>
  parts.reduce((hash, part) => hash.update(part).update('\0'), createHash('sha256')).digest('base64url');

type KeyRow = typeof keys.$inferSelect;

/**
 * The response to a repeated request, from the earlier one's row.
 * @throws conflict
 */
function replay(row: KeyRow, request: string): Response {
  if (row.request !== request) throw conflict('idempotency_key_reused');
  if (row.status === null && row.changed) throw conflict('idempotency_key_cut_off');
  if (row.status === null) throw conflict('idempotency_key_busy', { retryAfter: 2 });
  if (row.body === null && row.type !== null) throw conflict('answer_not_kept');
  const headers = new Headers({ 'idempotency-replayed': 'true' });
  if (row.type) headers.set('content-type', row.type);
  if (row.location) headers.set('location', row.location);
  return new Response(row.body, { status: row.status, headers });
}

/** One try of a request, identified by `tryId`; it writes only while it holds the key. */
type Try = { id: string; request: string; tryId: string; begunAt: Date };

/** Claims the key for this try; returns null, or the earlier request's row when it is taken. */
async function claim({ db }: Context, mine: Try): Promise<KeyRow | null> {
  const { id, request, tryId, begunAt } = mine;
  const now = begunAt.getTime();
  const abandoned = and(
    isNull(keys.status),
    eq(keys.changed, false),
    eq(keys.request, request),
    // A start time in the future comes from another clock; far ahead, the claim counts as abandoned.
    notBetween(keys.begunAt, new Date(now - abandonedMs), new Date(now + abandonedMs)),
  );
  const again = db
    .insert(keys)
    .values(mine)
    .onConflictDoUpdate({ target: keys.id, set: { tryId, begunAt }, setWhere: abandoned });
  const [{ rowsAffected }, [row]] = await db.batch([again, db.select().from(keys).where(eq(keys.id, id))]);
  return rowsAffected === 1 ? null : (row ?? null);
}

const has = ({ id, tryId }: Try) => and(eq(keys.id, id), eq(keys.tryId, tryId));

/**
 * Marks the key in the batch of the change. If another try has taken the key, the whole batch fails, since
 * `changed` cannot be null; a key forgotten after a refusal is claimed again.
 */
const mark = (db: Database, mine: Try) =>
  db
    .insert(keys)
    .values({ ...mine, changed: true })
    .onConflictDoUpdate({
      target: keys.id,
      set: { changed: sql`case when ${keys.tryId} = ${mine.tryId} then 1 end` },
    });

/** Stores the response for repeats. If it cannot be stored, it is still returned. */
async function keep(db: Database, mine: Try, response: Response, answers: Answers): Promise<void> {
  const text = await response.clone().text();
  const body = answers === 'secret' || text === '' ? null : text;
  await db
    .update(keys)
    .set({
      status: response.status,
      type: text === '' ? null : response.headers.get('content-type'),
      location: response.headers.get('location'),
      body,
    })
    .where(has(mine));
}

/**
 * Handles requests with the same `Idempotency-Key`, actor and address as one: the first is done, its response
 * is stored for a day and returned to the others. A refused request is forgotten, since it changed nothing.
 * The verb must write with `writing`, which marks the key in its batch.
 * @throws conflict (other body; still under way; died after the change), malformed, and the errors of the
 *   work
 */
export async function onceForKey(
  ctx: Context,
  request: Request,
  answers: Answers,
  work: (request: Request, writing: Context) => Promise<Response>,
): Promise<Response> {
  const key = parseIdempotencyKey(request.headers.get('idempotency-key') ?? '');
  const bytes = await readBody(request);
  const { actorKind, actorId } = signatureOf(ctx.actor);
  const { pathname } = new URL(request.url);
  const mine: Try = {
    id: digest(actorKind, actorId, pathname, key),
    request: digest(request.headers.get('content-type') ?? '', bytes),
    tryId: randomUUID(),
    begunAt: ctx.clock.now(),
  };
  const earlier = await claim(ctx, mine);
  if (earlier) return replay(earlier, mine.request);
  const { method, headers, signal } = request;
  const again = new Request(request.url, { method, headers, body: bytes, signal });
  try {
    const response = await work(again, { ...ctx, mark: { statement: mark(ctx.db, mine), isMade: false } });
    await keep(ctx.db, mine, response, answers).catch((error: unknown) =>
      log.error('an answer could not be kept for its key', { error }),
    );
    return response;
  } catch (error) {
    const refused = error instanceof AppError && statusOf(error.code) < 500;
    await ctx.db.delete(keys).where(and(has(mine), refused ? undefined : eq(keys.changed, false)));
    const [taken] = await ctx.db
      .select({ tryId: keys.tryId })
      .from(keys)
      .where(and(eq(keys.id, mine.id), ne(keys.tryId, mine.tryId)));
    if (taken && !refused) throw conflict('idempotency_key_taken_over', { retryAfter: 2 });
    throw error;
  }
}
