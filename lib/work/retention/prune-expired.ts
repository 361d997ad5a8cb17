import { and, eq, isNotNull, isNull, lt, ne, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import {
  deliveries,
  idempotencyKeys,
  linkCodes,
  linkUses,
  notifications,
  outbox,
  pastQuestions,
  rateLimits,
  sessions,
  signals,
  slackMessages,
  tasks,
  verifications,
  webhookDeliveries,
} from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { log } from '@/lib/base/log';
import { pruneSnapshots } from './prune-snapshots';

const hour = 3_600_000;
const day = 24 * hour;
/** The most rows of each kind that one sweep deletes. */
const rowsPerSweep = 500;

/** Rows to delete once `past` holds. An index must find them, so that a sweep costs the same at any size. */
type Expiring = { table: SQLiteTable; id: SQL | SQLiteColumn; past: SQL | undefined };

const rowid = sql`rowid`;

const closed = (taskId: SQLiteColumn): SQL =>
  sql`not exists (select 1 from ${tasks} t where t.id = ${taskId} and t.state = 'open')`;

/** The rows to delete, each kind once nothing can need it any more. */
function expiring(now: Date): Expiring[] {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const month = before(30 * day);
  return [
    { table: sessions, id: sessions.id, past: lt(sessions.expiresAt, now) },
    { table: verifications, id: verifications.id, past: lt(verifications.expiresAt, now) },
    // A policy may let links live for any time, so their uses and mailed codes count while the task is open.
    {
      table: linkCodes,
      id: linkCodes.id,
      past: and(lt(linkCodes.expiresAt, month), closed(linkCodes.taskId)),
    },
    {
      table: linkUses,
      id: linkUses.id,
      past: and(lt(linkUses.usedAt, before(60 * day)), closed(linkUses.taskId)),
    },
    {
      table: deliveries,
      id: deliveries.id,
      past: and(lt(deliveries.createdAt, month), ne(deliveries.state, 'pending')),
    },
    { table: notifications, id: notifications.id, past: lt(notifications.expandedAt, month) },
    {
      table: slackMessages,
      id: rowid,
      past: and(
        isNotNull(slackMessages.lockedAt),
        lt(slackMessages.lockedAt, month),
        isNull(slackMessages.dueAt),
      ),
    },
    { table: outbox, id: outbox.id, past: and(eq(outbox.state, 'done'), lt(outbox.dueAt, month)) },
    { table: signals, id: signals.id, past: and(sql`state <> 'kept'`, lt(signals.settledAt, month)) },
    { table: pastQuestions, id: rowid, past: lt(pastQuestions.replacedAt, before(90 * day)) },
    { table: rateLimits, id: rateLimits.id, past: lt(rateLimits.lastRequest, before(hour).getTime()) },
    { table: idempotencyKeys, id: idempotencyKeys.id, past: lt(idempotencyKeys.begunAt, before(day)) },
    {
      table: webhookDeliveries,
      id: webhookDeliveries.id,
      past: and(sql`state <> 'pending'`, lt(webhookDeliveries.createdAt, month)),
    },
  ];
}

const pruning = ({ db }: Pick<Context, 'db'>, { table, id, past }: Expiring) => {
  const some = db
    .select({ id: sql`${id}` })
    .from(table)
    .where(past)
    .limit(rowsPerSweep);
  return db.delete(table).where(sql`${id} in ${some}`);
};

/** The statements that delete rows of each kind. Exported so that a test can check their query plans. */
export const rowsPruned = (ctx: Pick<Context, 'db' | 'clock'>) =>
  expiring(ctx.clock.now()).map((kind) => pruning(ctx, kind));

async function pruneRows(ctx: Context): Promise<number> {
  const done = await Promise.all(rowsPruned(ctx));
  return done.reduce((sum, { rowsAffected }) => sum + rowsAffected, 0);
}

/**
 * Deletes snapshots as `RETAIN_SNAPSHOTS` says, and rows that are no longer needed, up to a limit per sweep. Runs, tasks,
 * decisions and the audit log always stay. @returns how many snapshots and rows it deleted
 * @throws if a snapshot that can be read could not be pruned; rows are deleted first
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
