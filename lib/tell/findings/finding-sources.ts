import { and, eq, gt, isNull, lte, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { outbox, runs, sweepFaults, tasks } from '@/db/schema';
import { env } from '@/lib/base/env';
import { hangs } from '@/lib/work/recovery/hanging';
import type { FindingKind, OperatorAction } from '@/lib/desk/operators/types';

const minute = 60_000;
const day = 86_400_000;
/** Work that is due is usually done within seconds. */
const lagMs = 3 * minute;
/** One failure may be temporary; a failure in later sweeps too is lasting. */
const keepsFailingMs = 20_000;
/** How long a failed request is listed; older ones are history. */
const failedMs = 14 * day;

/** The kinds whose findings are rows of a table. */
export type RowKind = Exclude<FindingKind, 'webhooks' | 'deliveries' | 'sweeps'>;
export type Source = {
  table: typeof outbox | typeof runs | typeof sweepFaults | typeof tasks;
  where: SQL | undefined;
  by: SQLiteColumn;
  id: SQLiteColumn;
  newestFirst: boolean;
  actions: OperatorAction[];
};

const openSince = (now: number) =>
  and(
    sql`${tasks.state} = 'open'`,
    isNull(tasks.dueAt),
    lte(tasks.createdAt, new Date(now - env().staleAfterMs)),
  );

/** The table, condition and index of each kind; `by` sorts, and gives the time unless it is a size. */
export function sourceOf(kind: RowKind, now: number): Source {
  const debts = { table: outbox, by: outbox.dueAt, id: outbox.id, newestFirst: false };
  const ofRuns = { table: runs, by: runs.updatedAt, id: runs.id, newestFirst: true };
  const ofTasks = { table: tasks, by: tasks.createdAt, id: tasks.id, newestFirst: false };
  switch (kind) {
    case 'stuck':
      return { ...debts, where: eq(outbox.state, 'stuck'), actions: ['retry', 'rebuild', 'cancel'] };
    case 'lagging':
      return {
        ...debts,
        where: and(eq(outbox.state, 'pending'), lte(outbox.dueAt, new Date(now - lagMs))),
        actions: ['retry', 'cancel'],
      };
    case 'lost':
      return { ...ofRuns, where: eq(runs.status, 'lost'), actions: ['rebuild', 'cancel'] };
    case 'failed':
      return {
        ...ofRuns,
        where: and(eq(runs.status, 'failed'), gt(runs.updatedAt, new Date(now - failedMs))),
        actions: ['restart', 'time-travel', 'rebuild'],
      };
    case 'unreadable':
      return { ...ofRuns, where: sql`snapshot_error is not null`, actions: ['rebuild', 'cancel'] };
    case 'hanging':
      return {
        ...ofRuns,
        by: runs.hangingSince,
        // The last sweep set the mark; any change of the run since then clears it.
        where: sql`hanging_since is not null and exists (select 1 from ${runs} r where r.id = ${runs.id} and ${hangs(new Date(now))})`,
        actions: ['time-travel', 'rebuild', 'cancel'],
      };
    case 'unanswerable':
      return {
        ...ofTasks,
        where: sql`state = 'open' and stand_ins is not null`,
        actions: ['reassign', 'cancel'],
      };
    case 'repeated':
      return {
        ...ofTasks,
        where: sql`state = 'open' and asked_before is not null`,
        actions: ['reassign', 'time-travel', 'cancel'],
      };
    case 'oversized':
      return {
        ...ofRuns,
        by: runs.snapshotSize,
        where: and(
          sql`status in ('running', 'waiting', 'suspended')`,
          gt(runs.snapshotSize, env().limits.warnBytes),
        ),
        actions: ['cancel'],
      };
    case 'recovery':
      return {
        table: sweepFaults,
        by: sweepFaults.firstAt,
        id: sweepFaults.id,
        newestFirst: false,
        where: sql`last_at - first_at >= ${keepsFailingMs}`,
        actions: ['rebuild', 'cancel'],
      };
    case 'overdue':
      return {
        ...ofTasks,
        by: tasks.dueAt,
        where: and(sql`state = 'open' and due_at is not null`, lte(tasks.dueAt, new Date(now))),
        actions: ['reassign', 'time-travel', 'cancel'],
      };
    case 'stale':
      return { ...ofTasks, where: openSince(now), actions: ['reassign', 'time-travel', 'cancel'] };
  }
}
