import { and, eq, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import {
  deliveries,
  idempotencyKeys,
  linkCodes,
  notifications,
  outbox,
  rateLimits,
  runs,
  sessions,
  slackMessages,
  verifications,
  webhookDeliveries,
} from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { log } from '@/lib/base/log';
import { pruneSnapshots } from './prune-snapshots';

const day = 86_400_000;
/** How long what nobody asks about any more is kept, and how many rows of each kind one sweep removes. */
const paidDebtsMs = 30 * day;
const deliveriesMs = 30 * day;
const messagesMs = 30 * day;
const idempotencyMs = day;
/** As long as a link lives, so that it is not mailed more codes than it may. */
const codesMs = 30 * day;
/** Longer than any window. */
const limitsMs = 3_600_000;
const rowsPerSweep = 500;

/** Sessions and tokens that have ended, debts that were paid long before their run ended, old deliveries of webhooks and messages, counts of rate limits that are over, and answers kept for their keys. */
async function pruneRows({ db, clock }: Context): Promise<number> {
  const now = clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  const done = await Promise.all([
    db
      .delete(sessions)
      .where(
        inArray(
          sessions.id,
          db
            .select({ id: sessions.id })
            .from(sessions)
            .where(lt(sessions.expiresAt, now))
            .limit(rowsPerSweep),
        ),
      ),
    db
      .delete(verifications)
      .where(
        inArray(
          verifications.id,
          db
            .select({ id: verifications.id })
            .from(verifications)
            .where(lt(verifications.expiresAt, now))
            .limit(rowsPerSweep),
        ),
      ),
    db.delete(linkCodes).where(
      inArray(
        linkCodes.id,
        db
          .select({ id: linkCodes.id })
          .from(linkCodes)
          .where(lt(linkCodes.expiresAt, before(codesMs)))
          .limit(rowsPerSweep),
      ),
    ),
    db.delete(deliveries).where(
      inArray(
        deliveries.id,
        db
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(and(lt(deliveries.createdAt, before(messagesMs)), ne(deliveries.state, 'pending')))
          .limit(rowsPerSweep),
      ),
    ),
    db.delete(notifications).where(
      inArray(
        notifications.id,
        db
          .select({ id: notifications.id })
          .from(notifications)
          .where(lt(notifications.expandedAt, before(messagesMs)))
          .limit(rowsPerSweep),
      ),
    ),
    db.delete(slackMessages).where(
      inArray(
        sql`rowid`,
        db
          .select({ id: sql`rowid` })
          .from(slackMessages)
          .where(and(lt(slackMessages.lockedAt, before(messagesMs)), isNull(slackMessages.dueAt)))
          .limit(rowsPerSweep),
      ),
    ),
    db.delete(outbox).where(
      inArray(
        outbox.id,
        db
          .select({ id: outbox.id })
          .from(outbox)
          .innerJoin(runs, eq(runs.id, outbox.runId))
          .where(
            and(
              eq(outbox.state, 'done'),
              lt(outbox.dueAt, before(paidDebtsMs)),
              isNotNull(runs.finishedAt),
              lt(runs.finishedAt, before(paidDebtsMs)),
              sql`${runs.status} <> 'lost'`,
            ),
          )
          .limit(rowsPerSweep),
      ),
    ),
    db.delete(rateLimits).where(
      inArray(
        rateLimits.id,
        db
          .select({ id: rateLimits.id })
          .from(rateLimits)
          .where(lt(rateLimits.lastRequest, now.getTime() - limitsMs))
          .limit(rowsPerSweep),
      ),
    ),
    db.delete(idempotencyKeys).where(
      inArray(
        idempotencyKeys.id,
        db
          .select({ id: idempotencyKeys.id })
          .from(idempotencyKeys)
          .where(lt(idempotencyKeys.begunAt, before(idempotencyMs)))
          .limit(rowsPerSweep),
      ),
    ),
    db.delete(webhookDeliveries).where(
      inArray(
        webhookDeliveries.id,
        db
          .select({ id: webhookDeliveries.id })
          .from(webhookDeliveries)
          .where(and(sql`state <> 'pending'`, lt(webhookDeliveries.createdAt, before(deliveriesMs))))
          .limit(rowsPerSweep),
      ),
    ),
  ]);
  return done.reduce((sum, { rowsAffected }) => sum + rowsAffected, 0);
}

/**
 * Removes what is past its time: snapshots as `RETAIN_SNAPSHOTS` says, and rows that nobody asks about. Runs, tasks,
 * decisions and the audit log always stay. Called by each sweep; bounded.
 * @returns how many snapshots and rows it removed
 * @throws when snapshots cannot be removed at all; rows are removed first
 */
export async function pruneExpired(
  ctx: Context,
  retain = env().retain,
): Promise<{ snapshots: number; rows: number }> {
  const rows = await pruneRows(ctx);
  const { pruned: snapshots } = await pruneSnapshots(ctx, retain);
  if (snapshots > 0) log.info('snapshots pruned', { snapshots });
  return { snapshots, rows };
}
