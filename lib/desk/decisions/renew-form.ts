import type { TaskRow } from '@/db/schema';
import { and, eq, sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import { sameJson } from '@/lib/base/canonical';
import type { Context } from '@/lib/people/context';
import { isStepInput } from '@/lib/engine/evidence';
import { outcomeFaults } from '@/lib/engine/outcome-faults';
import { isHidden } from '@/lib/base/schema/mask';
import { keepQuestion } from '@/lib/desk/tasks/past-question';
import { newSalt, payloadDigest } from '@/lib/desk/tasks/payload-digest';

/**
 * Compares an open task's form with the current code. If a release changed the form, or fixed buttons that did not do what
 * they said, the task gets the new form and a new digest, so decisions on the old form are stale. Concurrent calls renew it
 * once. @returns the digest that a decision must now send
 */
export async function renewForm(ctx: Context, task: TaskRow): Promise<string> {
  const { db, engine } = ctx;
  const { id, runId, workflowId, stepPath: path, forEachIndex, suspendedAt, payload, toolCall } = task;
  const ofInput = isStepInput(task.payloadSchema);
  const form = await engine.formOf({ workflowId, path, payload, ofInput, toolCall });
  const misleads = outcomeFaults(task.outcomes, task.resumeSchema).length > 0;
  const isMended = misleads && outcomeFaults(form.outcomes, form.resumeSchema).length === 0;
  if (sameJson(form.resumeSchema, task.resumeSchema) && !isMended) return task.payloadDigest;
  const digestSalt = newSalt();
  const digest = payloadDigest(
    { workflowId, runId, path, forEachIndex, suspendedAt, payload },
    form.resumeSchema,
    digestSalt,
  );
  const { reasonField, ...schemas } = form;
  const { payloadSchema: replaced, earlierSchemas } = task;
  const isKept = replaced === null || isHidden(replaced) || sameJson(replaced, form.payloadSchema);
  const asksTheOld = and(
    eq(tasks.id, id),
    eq(tasks.state, 'open'),
    eq(tasks.payloadDigest, task.payloadDigest),
  );
  const { found } = await commit(ctx, {
    when: sql`exists (select 1 from ${tasks} where ${asksTheOld})`,
    event: {
      verb: 'task.renewed',
      runId,
      taskId: id,
      before: { payloadDigest: task.payloadDigest },
      after: { payloadDigest: digest },
    },
    changes: [
      keepQuestion(ctx, task),
      update(
        tasks,
        {
          ...schemas,
          earlierSchemas: isKept ? earlierSchemas : [...(earlierSchemas ?? []), replaced],
          payloadDigest: digest,
          digestSalt,
          policy: { ...task.policy, reasonField },
        },
        eq(tasks.id, id),
      ),
    ],
    reads: db.select({ payloadDigest: tasks.payloadDigest }).from(tasks).where(eq(tasks.id, id)),
  });
  return found[0]?.payloadDigest ?? task.payloadDigest;
}
