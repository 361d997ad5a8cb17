import { drainAfter } from '@/lib/api/http/drain-after';
import { formOr } from '@/lib/api/http/form-or';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import { undoDecision } from '@/lib/desk/decisions/undo-decision';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = route(async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]/undo'>) => {
  const { taskId } = await params;
  return formOr(request, { back: () => `/tasks/${encodeURIComponent(taskId)}` }, async (ctx, form) => {
    const task = await undoDecision(ctx, taskId);
    await drainAfter(ctx, task.runId, 0, async () => true);
    return form ? seeOther(`/tasks/${taskId}`) : Response.json(task);
  });
});
