import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import type { Page } from '@/lib/base/page-query';
import type { WorkflowInfo } from '@/lib/engine/workflow-info';

/** The workflows that people can start. @throws forbidden (key) */
export function listWorkflows(ctx: Context): Page<WorkflowInfo> {
  requireScope(ctx, 'workflows:read');
  return { items: ctx.engine.workflows(), nextCursor: null };
}
