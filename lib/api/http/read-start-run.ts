import type { RefusedPost } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { notFound, type AppError } from '@/lib/base/errors';
import { idempotencyKey } from './idempotency-key';
import { fieldOf, readFields, readWhatFits } from './read-form';
import { readJson } from './read-json';

const prefix = 'input';

/** The page of the form that starts a workflow; the list of them when the post names none. */
export const newRequestPath = (form: FormData | null): string => {
  const workflowId = form && fieldOf(form, 'workflowId');
  return workflowId ? `/new/${encodeURIComponent(workflowId)}` : '/new';
};

/** The body of `POST /api/runs`, from JSON or from a form whose fields are named `input.<path>`. */
export async function readStartRun(
  { engine }: Context,
  request: Request,
  form: FormData | null,
): Promise<{ body: unknown; key: string | null }> {
  const header = request.headers.get('idempotency-key');
  if (!form) return { body: await readJson(request), key: idempotencyKey(header) };
  const workflowId = fieldOf(form, 'workflowId') ?? '';
  const workflow = engine.workflow(workflowId);
  if (!workflow) throw notFound('workflow');
  return {
    body: {
      workflowId,
      input: readFields(form, workflow.inputSchema, prefix),
      title: fieldOf(form, 'title'),
    },
    key: idempotencyKey(header ?? fieldOf(form, 'idempotencyKey')),
  };
}

/** What of a refused request its page shows again, with its key: sent again, it is the same request. */
export async function keepRequest(
  { engine }: Context,
  form: FormData,
  { issues = [] }: AppError,
): Promise<{ form: string; post: RefusedPost } | null> {
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
