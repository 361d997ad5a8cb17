import { createHash } from 'node:crypto';
import { and, eq, isNull, lt } from 'drizzle-orm';
import { idempotencyKeys as keys } from '@/db/schema';
import type { Database } from '@/db/client';
import { runBatchThen } from '@/db/guarded';
import { signatureOf, type Context } from '@/lib/context';
import { AppError, conflict } from '@/lib/errors';
import { log } from '@/lib/log';
import { apiContext, keepContext } from './api-context';
import { parseIdempotencyKey } from './idempotency-key';
import { marking } from './marking';
import { readBody } from './read-body';
import { statusOf } from './problem';

/** After this long without an answer, whoever took the first try is taken for dead. */
const abandonedMs = 120_000;

export type Answers = 'kept' | 'secret';

const digest = (...parts: (string | Uint8Array)[]) =>
  parts.reduce((hash, part) => hash.update(part).update('\0'), createHash('sha256')).digest('base64url');

type KeyRow = typeof keys.$inferSelect;

/** What became of an earlier request with this key. @throws conflict */
function replay(row: KeyRow, request: string): Response {
  if (row.request !== request) throw conflict('This Idempotency-Key was used for another request.');
  if (row.status === null && row.changed)
    throw conflict(
      'A try with this key was cut off after it had changed something. Look at what it did; to do it again, send another key.',
    );
  if (row.status === null)
    throw conflict('The first request with this key is still being answered.', { retryAfter: 2 });
  if (row.body === null && row.type !== null)
    throw conflict('This has been done, and its answer is not kept, as it holds a secret.');
  const headers = new Headers({ 'idempotency-replayed': 'true' });
  if (row.type) headers.set('content-type', row.type);
  if (row.location) headers.set('location', row.location);
  return new Response(row.body, { status: row.status, headers });
}

/** Takes the key for this try: null; or the row of the earlier request that has it. */
async function claim({ db, clock }: Context, id: string, request: string): Promise<KeyRow | null> {
  const begunAt = clock.now();
  const abandoned = and(
    isNull(keys.status),
    eq(keys.changed, false),
    eq(keys.request, request),
    lt(keys.begunAt, new Date(begunAt.getTime() - abandonedMs)),
  );
  const again = db
    .insert(keys)
    .values({ id, request, begunAt })
    .onConflictDoUpdate({ target: keys.id, set: { begunAt }, setWhere: abandoned });
  const { changed, found } = await runBatchThen(db, [again], db.select().from(keys).where(eq(keys.id, id)));
  return changed === 1 ? null : (found[0] ?? null);
}

/** Keeps the answer for whoever sends the same again. One that cannot be kept is given all the same. */
async function keep(db: Database, id: string, response: Response, answers: Answers): Promise<void> {
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
    .where(eq(keys.id, id));
}

/**
 * Makes one change of several requests with the same `Idempotency-Key` from the same actor to the same address: the first
 * is done and its answer kept for a day, the others are given that answer. What was refused is forgotten, as it changed nothing.
 * @throws conflict (other body; still being answered; cut off after the change), malformed, and what the work throws
 */
export async function onceForKey(
  request: Request,
  answers: Answers,
  work: (request: Request) => Promise<Response>,
): Promise<Response> {
  const header = request.headers.get('idempotency-key');
  if (!header) return work(request);
  const ctx = await apiContext(request);
  const key = parseIdempotencyKey(header);
  const bytes = await readBody(request);
  const { actorKind, actorId } = signatureOf(ctx.actor);
  const { pathname } = new URL(request.url);
  const id = digest(actorKind, actorId, pathname, key);
  const sent = digest(request.headers.get('content-type') ?? '', bytes);
  const earlier = await claim(ctx, id, sent);
  if (earlier) return replay(earlier, sent);
  const mark = ctx.db.update(keys).set({ changed: true }).where(eq(keys.id, id));
  const again = keepContext(
    new Request(request.url, {
      method: request.method,
      headers: request.headers,
      body: bytes,
      signal: request.signal,
    }),
    { ...ctx, db: marking(ctx.db, mark) },
  );
  try {
    const response = await work(again);
    await keep(ctx.db, id, response, answers).catch((error: unknown) =>
      log.error('an answer could not be kept for its key', { error }),
    );
    return response;
  } catch (error) {
    const refused = error instanceof AppError && statusOf(error.code) < 500;
    await ctx.db.delete(keys).where(and(eq(keys.id, id), refused ? undefined : eq(keys.changed, false)));
    throw error;
  }
}
