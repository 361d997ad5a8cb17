import type { Json } from '@/db/schema/json';
import type { Context } from '@/lib/context';
import { getTaskFor } from './get-task';
import { maskedPayload } from './shown';

/** The whole evidence of a task, sensitive parts masked, for a download when the page shows it cut. @throws not_found */
export async function getPayload(ctx: Context, taskId: string): Promise<Json> {
  const { task } = await getTaskFor(ctx, taskId);
  return maskedPayload(task);
}
