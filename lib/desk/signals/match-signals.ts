import type { TaskRow } from '@/db/schema';
import { and, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { signals, tasks } from '@/db/schema';
import { asWritten } from '@/db/as-written';
import { update } from '@/lib/journal/change';
import { commit, commitEach } from '@/lib/journal/commit';
import type { Actor, Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import type { NoteCode } from '@/lib/base/reasons';
import { judged } from '@/lib/engine/judged';
import { isOpen, recordDecision } from '@/lib/desk/tasks/record-decision';

/** How long a signal is kept for a task that does not exist yet. */
export const signalMaxAgeMs = 7 * 86_400_000;

/** SQL that is true for an open task that waits for this signal. */
export const waitsFor = (name: string, key: string) =>
  and(eq(tasks.signalName, name), eq(tasks.signalKey, key), eq(tasks.state, 'open'), eq(tasks.kind, 'event'));

type SignalRow = typeof signals.$inferSelect;

export const oldestKept = ({ clock }: Pick<Context, 'clock'>): Date =>
  new Date(clock.now().getTime() - signalMaxAgeMs);

/** The sender as the actor of the decision, rather than the process that matched the signal. */
function senderOf({ actorKind, actorId: id, actorName: name }: SignalRow): Actor {
  const nobody = { id, name, email: '', roles: [], groups: [] };
  if (actorKind === 'apiKey') return { ...nobody, kind: 'apiKey', key: { id, name, scopes: [] } };
  return actorKind === 'user' ? { ...nobody, kind: 'user' } : { kind: 'system', name };
}

/** Decides each of these tasks whose schema accepts the signal's data. @returns the runs of the tasks it decided */
async function answerWith(ctx: Context, signal: SignalRow, waiting: TaskRow[]): Promise<string[]> {
  const { clock, engine } = ctx;
  const sender: Context = { ...ctx, actor: senderOf(signal), channel: signal.channel };
  const fitting: TaskRow[] = [];
  for (const task of waiting)
    if (
      engine.asks({ ...task, path: task.stepPath }) &&
      judged(await engine.validateResume({ ...task, path: task.stepPath }, signal.data)).ok
    )
      fitting.push(task);
  const kept = sql`exists (select 1 from ${signals} s where s.id = ${signal.id} and s.state = 'kept')`;
  const settled = (state: 'used' | 'refused') =>
    update(signals, { state, settledAt: clock.now() }, eq(signals.id, signal.id));
  if (fitting.length === 0) {
    await commit(ctx, {
      when: kept,
      event: {
        verb: 'signal.refused',
        before: { state: 'kept' },
        after: { state: 'refused' },
        data: { name: signal.name, key: signal.key, reason: 'signal_misfit' satisfies NoteCode },
      },
      changes: [settled('refused')],
    });
    return [];
  }
  const answers = fitting.map((task) =>
    recordDecision(
      sender,
      task,
      {
        outcome: 'received',
        label: 'Received',
        resumeData: signal.data,
        comment: null,
        payloadDigest: task.payloadDigest,
      },
      sql`${kept} and ${isOpen(task.id)}`,
    ),
  );
  const taken = await commitEach(sender, answers, [settled('used')]);
  return fitting.filter((_, index) => taken[index]).map((task) => task.runId);
}

/**
 * Matches kept signals with the open tasks that wait for them, oldest signal first. Called after either is committed (the
 * second one sees the first), and by the sweep. One signal decides all tasks that wait for it at that time.
 * @returns the runs with a decision to apply @throws what a step's schema throws; the signal is then kept
 */
export async function matchSignals(ctx: Context, name: string, key: string): Promise<string[]> {
  const { db } = ctx;
  const kept = await db
    .select()
    .from(signals)
    .where(
      and(
        eq(signals.name, name),
        eq(signals.key, key),
        eq(signals.state, 'kept'),
        gt(signals.createdAt, oldestKept(ctx)),
      ),
    )
    .orderBy(asWritten(signals));
  const answered: string[] = [];
  for (const signal of kept) {
    const waiting = await db.select().from(tasks).where(waitsFor(name, key));
    if (waiting.length === 0) break;
    answered.push(...(await answerWith(ctx, signal, waiting)));
  }
  return [...new Set(answered)];
}

/** `matchSignals` right after a commit. Errors are logged and left to the sweep, which reports them. */
export const matchSignalsSoon = (ctx: Context, name: string, key: string): Promise<string[]> =>
  matchSignals(ctx, name, key).catch((error: unknown) => {
    log.warn('a signal could not be held against what waits for it', { signal: name, error });
    return [];
  });

/** Matches kept signals with the open tasks of one run. */
export async function matchSignalsOfRun(ctx: Context, runId: string): Promise<void> {
  const waits = await ctx.db
    .select({ name: tasks.signalName, key: tasks.signalKey })
    .from(tasks)
    .where(and(eq(tasks.runId, runId), eq(tasks.state, 'open'), isNotNull(tasks.signalName)));
  for (const { name, key } of waits)
    if (name !== null && key !== null) await matchSignalsSoon(ctx, name, key);
}
