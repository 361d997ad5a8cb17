import type { Json } from '@/db/schema/json';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { getTaskFor } from './get-task';
import { maskedPayload } from './shown';

/** The full evidence of a task, masked, for downloads. @throws not_found, forbidden (key) */
export async function getPayload(ctx: Context, taskId: string): Promise<Json> {
  requireScope(ctx, 'tasks:read');
  const { task } = await getTaskFor(ctx, taskId);
  return maskedPayload(ctx.engine, task);
}
