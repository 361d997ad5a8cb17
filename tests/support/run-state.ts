import { asc, eq } from 'drizzle-orm';
import { asWritten } from '@/db/as-written';
import type { Database } from '@/db/client';
import { isRecord } from '@/lib/base/schema/types';
import { auditEvents, decisions, outbox, runs, taskCandidates, tasks } from '@/db/schema';

/**
 * Replaces ids and digests by their order of appearance, so that equal histories of two runs read the same.
 */
function named(text: string): string {
  const names = new Map<string, string>();
  const pattern =
    /\b(task|dec|evt|can|whk|key|msg)_[\w-]+|sha256:[\w-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  return text.replace(pattern, (id) => {
    if (!names.has(id)) names.set(id, `#${names.size}`);
    return names.get(id)!;
  });
}

/** Everything the desk knows about a run that does not depend on time: equal for equal histories. */
export async function stateOf(db: Database, runId: string): Promise<unknown> {
  const [run, asked, answers, owed, open, events] = await db.batch([
    db
      .select({
        status: runs.status,
        revision: runs.revision,
        attempt: runs.attempt,
        pruned: runs.snapshotPrunedAt,
        cancelReason: runs.cancelReason,
        result: runs.result,
      })
      .from(runs)
      .where(eq(runs.id, runId)),
    db
      .select({
        id: tasks.id,
        state: tasks.state,
        why: tasks.closeReason,
        candidates: tasks.candidates,
        assignee: tasks.assigneeId,
        digest: tasks.payloadDigest,
        reminds: tasks.remindAt,
        escalates: tasks.escalateAt,
      })
      .from(tasks)
      .where(eq(tasks.runId, runId))
      .orderBy(asc(tasks.suspendedAt), asc(tasks.createdAt), asc(tasks.stepPath)),
    db
      .select({
        task: decisions.taskId,
        outcome: decisions.outcome,
        by: decisions.actorName,
        applied: decisions.appliedAt,
        revised: decisions.revisedAt,
      })
      .from(decisions)
      .where(eq(decisions.runId, runId))
      .orderBy(asWritten(decisions)),
    db
      .select({ id: outbox.id, kind: outbox.kind, state: outbox.state })
      .from(outbox)
      .where(eq(outbox.runId, runId))
      .orderBy(asc(outbox.seq)),
    db
      .select({ task: taskCandidates.taskId, principal: taskCandidates.principal, open: taskCandidates.open })
      .from(taskCandidates)
      .innerJoin(tasks, eq(tasks.id, taskCandidates.taskId))
      .where(eq(tasks.runId, runId))
      .orderBy(asc(tasks.suspendedAt), asc(taskCandidates.principal)),
    db
      .select({
        verb: auditEvents.verb,
        by: auditEvents.actorName,
        task: auditEvents.taskId,
        data: auditEvents.data,
      })
      .from(auditEvents)
      .where(eq(auditEvents.runId, runId))
      .orderBy(asc(auditEvents.seq)),
  ]);
  // `before` is whatever the actor had read, so it is not compared.
  const seen = events.map(({ data, ...event }) => ({
    ...event,
    data: isRecord(data) ? { ...data, before: undefined } : data,
  }));
  const whether = (time: Date | null) => time !== null;
  return JSON.parse(
    named(
      JSON.stringify({
        run: run[0],
        tasks: asked.map((task) => ({
          ...task,
          reminds: whether(task.reminds),
          escalates: whether(task.escalates),
        })),
        decisions: answers.map((one) => ({
          ...one,
          applied: whether(one.applied),
          revised: whether(one.revised),
        })),
        owed,
        open,
        events: seen,
      }),
    ),
  ) as unknown;
}
