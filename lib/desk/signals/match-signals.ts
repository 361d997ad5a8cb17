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

/** How long a signal is kept for a wait that has not begun. */
export const signalMaxAgeMs = 7 * 86_400_000;

/** True of an open task that waits for such a signal. */
export const waitsFor = (name: string, key: string) =>
  and(eq(tasks.signalName, name), eq(tasks.signalKey, key), eq(tasks.state, 'open'), eq(tasks.kind, 'event'));

type SignalRow = typeof signals.$inferSelect;

export const oldestKept = ({ clock }: Pick<Context, 'clock'>): Date =>
  new Date(clock.now().getTime() - signalMaxAgeMs);

/** Whoever sent it answers: they are journaled, not the process that happened to match it. */
function senderOf({ actorKind, actorId: id, actorName: name }: SignalRow): Actor {
  const nobody = { id, name, email: '', roles: [], groups: [] };
  if (actorKind === 'apiKey') return { ...nobody, kind: 'apiKey', key: { id, name, scopes: [] } };
  return actorKind === 'user' ? { ...nobody, kind: 'user' } : { kind: 'system', name };
}

/** Answers every given task that the signal's data fits, once; true when at least one took it. */
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
 * Brings kept signals and the open tasks that wait for them together, oldest signal first. Called after either is
 * committed, and by the sweep: whichever comes second sees the other. One signal answers all tasks that wait by then.
 * @returns the runs that have an answer to be applied.
 * @throws what the schema of a step throws; its signal is kept
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

/** The same where a signal or a wait was just committed. What throws then is left to the sweep, which says so. */
export const matchSignalsSoon = (ctx: Context, name: string, key: string): Promise<string[]> =>
  matchSignals(ctx, name, key).catch((error: unknown) => {
    log.warn('a signal could not be held against what waits for it', { signal: name, error });
    return [];
  });

/** Answers the waits of one run for which a signal is kept. */
export async function matchSignalsOfRun(ctx: Context, runId: string): Promise<void> {
  const waits = await ctx.db
    .select({ name: tasks.signalName, key: tasks.signalKey })
    .from(tasks)
    .where(and(eq(tasks.runId, runId), eq(tasks.state, 'open'), isNotNull(tasks.signalName)));
  for (const { name, key } of waits)
    if (name !== null && key !== null) await matchSignalsSoon(ctx, name, key);
}
