import type { Context } from '@/lib/context';
import { AppError, notFound } from '@/lib/errors';
import { fieldOf, isForm, readFields, readForm } from './read-form';
import { readJson } from './read-json';

const keyShape = /^[\x21-\x7e]{1,200}$/;

function idempotencyKey(text: string | null | undefined): string | null {
  if (!text) return null;
  if (!keyShape.test(text)) throw new AppError('malformed', 'An Idempotency-Key is 1 to 200 visible ASCII characters.');
  return text;
}

/** The body of `POST /api/runs`, from JSON or from a form whose fields are named `input.<path>`; `onForm` learns its workflow. */
export async function readStartRun({ engine }: Context, request: Request, onForm: (workflowId: string) => void): Promise<{ body: unknown; key: string | null }> {
  const header = request.headers.get('idempotency-key');
  if (!isForm(request)) return { body: await readJson(request), key: idempotencyKey(header) };
  const form = await readForm(request);
  const workflowId = fieldOf(form, 'workflowId') ?? '';
  const workflow = engine.workflow(workflowId);
  if (!workflow) throw notFound('workflow');
  onForm(workflow.id);
  return {
    body: { workflowId, input: readFields(form, workflow.inputSchema, 'input'), title: fieldOf(form, 'title') },
    key: idempotencyKey(header ?? fieldOf(form, 'idempotencyKey')),
  };
}
