import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { and, eq, gt, sql, type SQL } from 'drizzle-orm';
import { linkCodes } from '@/db/schema';
import { upsert } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { LinkSecret } from '@/lib/base/env';
import type { LinkContext, OpenLink } from './open-link';

const minute = 60_000;
const codeLivesMs = 10 * minute;
const triesAtMost = 5;
const sentAtMost = 10;

/**
 * The number to type on a link's page. It is no secret, but a program that only presses buttons will not type
 * it.
 */
export const confirmationOf = (linkId: string): string =>
  String(100 + (createHash('sha256').update(`confirm:${linkId}`).digest().readUInt32BE() % 900));

/** The six digits that are mailed for a link. */
export function linkCode({ secret }: LinkSecret, linkId: string, nonce: string): string {
  const digest = createHmac('sha256', secret).update(`code:${linkId}:${nonce}`).digest();
  return String(digest.readUInt32BE() % 1_000_000).padStart(6, '0');
}

const isSame = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * Creates a new code for an opened link, to be mailed to its recipient; it replaces the one before. At most
 * one a minute and ten per link.
 * @returns whether one was created
 */
export async function sendLinkCode({ claims, ctx }: OpenLink): Promise<boolean> {
  const { id, taskId } = claims;
  const now = ctx.clock.now();
  const nonce = randomUUID();
  const fresh = { nonce, tries: triesAtMost, sentAt: now, expiresAt: new Date(now.getTime() + codeLivesMs) };
  const tooSoon = sql`exists (select 1 from ${linkCodes} c where c.id = ${id}
    and (c.sent_at > ${now.getTime() - minute} or c.sent >= ${sentAtMost}))`;
  const { won } = await commit(ctx, {
    when: sql`not ${tooSoon}`,
    event: { verb: 'link.code_sent', taskId },
    changes: [
      upsert(linkCodes, { id, taskId, userId: ctx.actor.id, sent: 1, ...fresh }, [linkCodes.id], {
        ...fresh,
        sent: sql`${linkCodes.sent} + 1`,
      }),
    ],
  });
  return won;
}

/** When the link's latest code expires; null when there is none. */
export async function codeExpiry({ db, clock }: LinkContext, linkId: string): Promise<Date | null> {
  const live = and(eq(linkCodes.id, linkId), gt(linkCodes.expiresAt, clock.now()), gt(linkCodes.tries, 0));
  const [row] = await db.select({ expiresAt: linkCodes.expiresAt }).from(linkCodes).where(live);
  return row?.expiresAt ?? null;
}

/**
 * Counts an attempt, then compares the code. It is counted first, in one statement, so concurrent attempts
 * cannot exceed five.
 * @returns the guards for writing the answer; null for a wrong code
 */
export async function tryCode(
  { db, clock, secrets }: LinkContext,
  linkId: string,
  given: string,
): Promise<SQL | null> {
  const [row] = await db
    .update(linkCodes)
    .set({ tries: sql`${linkCodes.tries} - 1` })
    .where(and(eq(linkCodes.id, linkId), gt(linkCodes.tries, 0), gt(linkCodes.expiresAt, clock.now())))
    .returning({ nonce: linkCodes.nonce });
  if (!row || !secrets.some((secret) => isSame(linkCode(secret, linkId, row.nonce), given))) return null;
  return sql`exists (select 1 from ${linkCodes} c where c.id = ${linkId} and c.nonce = ${row.nonce})`;
}
