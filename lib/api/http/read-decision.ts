import type { StoredPost } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { getTaskFor } from '@/lib/desk/tasks/get-task';
import { fault, invalid } from '@/lib/base/errors';
import { readWholeField } from '@/lib/desk/tasks/read-whole';
import { shownPayload } from '@/lib/desk/tasks/shown';
import { fieldOf, readFields, readWhatFits } from './read-form';
import type { Refusal } from './refused-posts';

const prefix = 'resumeData';

/** The body of a decision, from a form whose fields are named `resumeData.<path>`. @throws invalid, not_found */
export async function decisionOfForm(ctx: Context, form: FormData, taskId: string) {
  const { task } = await getTaskFor(ctx, taskId);
  if (shownPayload(ctx.engine, task).payloadCut && fieldOf(form, readWholeField) !== 'yes')
    throw invalid([fault(readWholeField, 'evidence_unread')]);
  return {
    resumeData: readFields(form, task.resumeSchema, prefix),
    payloadDigest: fieldOf(form, 'payloadDigest'),
    outcome: fieldOf(form, 'outcome'),
    comment: fieldOf(form, 'comment'),
  };
}

/** Stores a refused decision for its page; `was` is the digest of the question that it answered. */
export async function keepDecision(
  ctx: Context,
  taskId: string,
  form: FormData,
  { issues = [] }: Refusal,
): Promise<{ form: string; post: StoredPost; query: Record<string, string> }> {
  const { task } = await getTaskFor(ctx, taskId);
  const post = {
    ...readWhatFits(form, task.resumeSchema, prefix),
    comment: fieldOf(form, 'comment') ?? '',
    outcome: fieldOf(form, 'outcome'),
    issues,
    key: null,
  };
  const was = fieldOf(form, 'payloadDigest');
  return { form: `task:${taskId}`, post, query: was && was !== task.payloadDigest ? { was } : {} };
}
