import type { RefusedPost } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { getTaskFor } from '@/lib/desk/tasks/get-task';
import { invalid, type AppError } from '@/lib/base/errors';
import { readWholeField } from '@/lib/desk/tasks/read-whole';
import { shownPayload } from '@/lib/desk/tasks/shown';
import { taskTexts } from '@/lib/base/texts/desk';
import { fieldOf, readFields, readWhatFits } from './read-form';
import { readJson } from './read-json';

const prefix = 'resumeData';

/** The body of a decision, from JSON or from a form whose fields are named `resumeData.<path>`. */
export async function readDecision(
  ctx: Context,
  request: Request,
  form: FormData | null,
  taskId: string,
): Promise<unknown> {
  if (!form) return readJson(request);
  const { task } = await getTaskFor(ctx, taskId);
  if (shownPayload(ctx.engine, task).payloadCut && fieldOf(form, readWholeField) !== 'yes')
    throw invalid([{ path: readWholeField, message: taskTexts.evidenceCut.notRead }]);
  return {
    resumeData: readFields(form, task.resumeSchema, prefix),
    payloadDigest: fieldOf(form, 'payloadDigest'),
    outcome: fieldOf(form, 'outcome'),
    comment: fieldOf(form, 'comment'),
  };
}

/** What of a refused decision its page shows again; `was` names the question that it answered. */
export async function keepDecision(
  ctx: Context,
  taskId: string,
  form: FormData,
  { code, issues = [] }: AppError,
): Promise<{ form: string; post: RefusedPost; query: Record<string, string> }> {
  const { task } = await getTaskFor(ctx, taskId);
  const post = {
    ...readWhatFits(form, task.resumeSchema, prefix),
    comment: fieldOf(form, 'comment') ?? '',
    outcome: fieldOf(form, 'outcome'),
    issues,
    key: null,
  };
  const was = fieldOf(form, 'payloadDigest');
  return { form: `task:${taskId}`, post, query: code === 'stale' && was ? { was } : {} };
}
