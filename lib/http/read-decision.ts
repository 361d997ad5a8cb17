import type { Context } from '@/lib/context';
import { getTaskFor } from '@/lib/tasks/get-task';
import { fieldOf, isForm, readFields, readForm } from './read-form';
import { readJson } from './read-json';

/** The body of a decision, from JSON or from a form whose fields are named `resumeData.<path>`. */
export async function readDecision(ctx: Context, request: Request, taskId: string): Promise<unknown> {
  if (!isForm(request)) return readJson(request);
  const form = await readForm(request);
  const { task } = await getTaskFor(ctx, taskId);
  return {
    resumeData: readFields(form, task.resumeSchema, 'resumeData'),
    payloadDigest: fieldOf(form, 'payloadDigest'),
    outcome: fieldOf(form, 'outcome'),
    comment: fieldOf(form, 'comment'),
  };
}
