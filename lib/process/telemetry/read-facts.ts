import { and, count, desc, eq, gt, inArray, isNotNull, lte, max, min } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEvents, decisions, outbox, runLeases, runs, sweeps, tasks } from '@/db/schema';
import type { Clock } from '@/lib/base/clock';
import { everyCountRead } from '@/lib/tell/findings/list-findings';
import { isClaimed } from '@/db/database-now';
import { leaseMs } from '@/lib/desk/runs/lease';
import { inOneTrip } from '@/lib/base/reads';
import type { Metrics } from '@/lib/base/telemetry/metrics';

/** How many audit events one statement counts: a statement on a file database blocks this process. */
const eventsAtOnce = 5_000;

const seconds = (ms: number) => Math.max(0, ms) / 1000;

/**
 * Counts the answers since the last call. The audit log is in commit order, so none is missed or counted
 * twice.
 */
async function countAnswers(db: Database, { facts }: Metrics, from: number, to: number): Promise<void> {
  const within = and(gt(auditEvents.seq, from), lte(auditEvents.seq, to));
  const [answered, applied] = await db.batch([
    db
      .select({ outcome: decisions.outcome, channel: decisions.channel })
      .from(auditEvents)
      .innerJoin(decisions, eq(decisions.taskId, auditEvents.taskId))
      .where(and(within, inArray(auditEvents.verb, ['task.decided', 'task.expired']))),
    db
      .select({ at: auditEvents.at, recordedAt: decisions.createdAt })
      .from(auditEvents)
      .innerJoin(decisions, eq(decisions.taskId, auditEvents.taskId))
      .where(and(within, eq(auditEvents.verb, 'decision.applied'))),
  ]);
  for (const labels of answered) facts.decisions.inc(labels);
  for (const { at, recordedAt } of applied)
    facts.resumeLag.observe(seconds(at.getTime() - recordedAt.getTime()));
}

async function countEvents(db: Database, metrics: Metrics): Promise<void> {
  const [last] = await db.select({ seq: max(auditEvents.seq) }).from(auditEvents);
  const end = last?.seq ?? 0;
  while (metrics.countedTo < end) {
    const to = Math.min(metrics.countedTo + eventsAtOnce, end);
    await countAnswers(db, metrics, metrics.countedTo, to);
    metrics.countedTo = to;
  }
}

function setSweep({ facts }: Metrics, sweep: typeof sweeps.$inferSelect | undefined, now: number): void {
  // No sweep yet: report the age of this process, at least.
  if (!sweep?.endedAt) return facts.sweepAge.set(process.uptime());
  facts.sweepAge.set(seconds(now - sweep.endedAt.getTime()));
  facts.sweepSeconds.set(seconds(sweep.endedAt.getTime() - sweep.startedAt.getTime()));
  facts.sweepFailed.set(sweep.error === null ? 0 : 1);
  const result =
    typeof sweep.result === 'object' && sweep.result !== null ? Object.entries(sweep.result) : [];
  for (const [what, value] of result) if (typeof value === 'number') facts.sweepResult.set({ what }, value);
}

async function readNow(db: Database, clock: Clock, metrics: Metrics): Promise<void> {
  const { facts } = metrics;
  const now = clock.now();
  const [open, [oldestTask], alive, owed, [oldestDebt], [held], [sweep]] = await db.batch([
    db
      .select({ kind: tasks.kind, priority: tasks.priority, value: count() })
      .from(tasks)
      .where(eq(tasks.state, 'open'))
      .groupBy(tasks.kind, tasks.priority),
    db
      .select({ at: min(tasks.createdAt) })
      .from(tasks)
      .where(eq(tasks.state, 'open')),
    db
      .select({ status: runs.status, value: count() })
      .from(runs)
      .where(inArray(runs.status, ['pending', 'running', 'waiting', 'suspended', 'lost']))
      .groupBy(runs.status),
    db
      .select({ state: outbox.state, kind: outbox.kind, value: count() })
      .from(outbox)
      .where(inArray(outbox.state, ['pending', 'held', 'stuck']))
      .groupBy(outbox.state, outbox.kind),
    db
      .select({ at: min(outbox.dueAt) })
      .from(outbox)
      .where(and(eq(outbox.state, 'pending'), lte(outbox.dueAt, now))),
    db.select({ value: count() }).from(runLeases).where(isClaimed(runLeases.expiresAt, leaseMs)),
    db.select().from(sweeps).where(isNotNull(sweeps.endedAt)).orderBy(desc(sweeps.startedAt)).limit(1),
  ]);
  const findings = await inOneTrip(db, everyCountRead({ db, clock }));
  for (const [kind, value] of Object.entries(findings)) facts.findings.set({ kind }, value);
  for (const one of [facts.openTasks, facts.runs, facts.debts, facts.sweepResult]) one.reset();
  for (const { value, ...labels } of open) facts.openTasks.set(labels, value);
  for (const { value, ...labels } of alive) facts.runs.set(labels, value);
  for (const { value, ...labels } of owed) facts.debts.set(labels, value);
  facts.oldestTask.set(oldestTask?.at ? seconds(now.getTime() - oldestTask.at.getTime()) : 0);
  facts.oldestDebt.set(oldestDebt?.at ? seconds(now.getTime() - oldestDebt.at.getTime()) : 0);
  facts.leases.set(held?.value ?? 0);
  setSweep(metrics, sweep, now.getTime());
}

const reading = new WeakMap<Metrics, Promise<void>>();

/** Updates the facts from the database. Concurrent callers share one read. */
export function readFacts(db: Database, clock: Clock, metrics: Metrics): Promise<void> {
  const under = reading.get(metrics);
  if (under) return under;
  const work = countEvents(db, metrics)
    .then(() => readNow(db, clock, metrics))
    .finally(() => reading.delete(metrics));
  reading.set(metrics, work);
  return work;
}
