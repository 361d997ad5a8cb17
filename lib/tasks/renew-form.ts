import { and, eq } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { runBatch } from '@/db/guarded';
import { audit } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import { sameJson } from './answer';
import type { TaskRow } from './get-task';
import { keepQuestion } from './past-question';
import { payloadDigest } from './payload-digest';

/**
 * Holds an open task against the code as it is now. When a release changed what is asked for, the task takes the new
 * form, and with it a new digest: answers to the old form are stale.
 * @returns the digest that an answer has to carry now.
 */
export async function renewForm(ctx: Context, task: TaskRow): Promise<string> {
  const { db, engine } = ctx;
  const { id, runId, workflowId, stepPath: path, forEachIndex, suspendedAt, payload } = task;
  const form = await engine.formOf({ workflowId, path, payload });
  if (sameJson(form.resumeSchema, task.resumeSchema)) return task.payloadDigest;
  const digest = payloadDigest(
    { workflowId, runId, path, forEachIndex, suspendedAt, payload },
    form.resumeSchema,
  );
  const { reasonField, ...schemas } = form;
  await runBatch(db, [
    keepQuestion(ctx, task),
    db
      .update(tasks)
      .set({ ...schemas, payloadDigest: digest, policy: { ...task.policy, reasonField } })
      .where(and(eq(tasks.id, id), eq(tasks.state, 'open'), eq(tasks.payloadDigest, task.payloadDigest))),
    audit(ctx, {
      verb: 'task.renewed',
      runId,
      taskId: id,
      key: `task.renewed:${id}:${digest}`,
      before: { payloadDigest: task.payloadDigest },
      after: { payloadDigest: digest },
    }),
  ]);
  return digest;
}
