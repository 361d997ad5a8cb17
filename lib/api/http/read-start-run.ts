import type { StoredPost } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { fieldOf, readFields, readWhatFits } from './read-form';
import type { Refusal } from './refused-posts';

const prefix = 'input';

/** The page of the form that starts a workflow; the list of them when the post names none. */
export const newRequestPath = (form: FormData | null): string => {
  const workflowId = form && fieldOf(form, 'workflowId');
  return workflowId ? `/new/${encodeURIComponent(workflowId)}` : '/new';
};

/** The body of `POST /api/runs`, from a form whose fields are named `input.<path>`. @throws not_found, invalid, malformed */
export function requestOfForm({ engine }: Context, form: FormData) {
  const workflowId = fieldOf(form, 'workflowId') ?? '';
  const workflow = engine.workflow(workflowId);
  if (!workflow) throw notFound('workflow');
  const input = readFields(form, workflow.inputSchema, prefix);
  return { workflowId, input, title: fieldOf(form, 'title') };
}

/** What of a refused request its page shows again, with its key: sent again, it is the same request. */
export async function keepRequest(
  { engine }: Context,
  form: FormData,
  { issues = [] }: Refusal,
): Promise<{ form: string; post: StoredPost } | null> {
  const workflow = engine.workflow(fieldOf(form, 'workflowId') ?? '');
  if (!workflow) return null;
  const post = {
    ...readWhatFits(form, workflow.inputSchema, prefix),
    comment: '',
    issues,
    key: fieldOf(form, 'idempotencyKey') ?? null,
  };
  return { form: `new:${workflow.id}`, post };
}
