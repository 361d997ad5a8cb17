import type { Context } from '@/lib/context';
import type { AppError } from '@/lib/errors';
import { drainAfter, waitSeconds } from '@/lib/http/drain-after';
import { formOr } from '@/lib/http/form-or';
import { keepDecision, readDecision } from '@/lib/http/read-decision';
import { route } from '@/lib/http/route';
import { seeOther } from '@/lib/http/see-other';
import { isDone } from '@/lib/outbox/is-done';
import { decideTask } from '@/lib/tasks/decide-task';
import { decisionView, getTaskFor, taskView } from '@/lib/tasks/get-task';
import { listTasks, parseTaskQuery } from '@/lib/tasks/list-tasks';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

export const POST = route(async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]/decision'>) => {
  const { taskId } = await params;
  const plain = { back: () => `/tasks/${encodeURIComponent(taskId)}`, keep: (ctx: Context, form: FormData, refusal: AppError) => keepDecision(ctx, taskId, form, refusal) };
  return formOr(request, plain, async (ctx, form) => {
    const { task, decision, requester } = await decideTask(ctx, taskId, await readDecision(ctx, request, form, taskId));
    const [settled, next] = await Promise.all([
      drainAfter(ctx, task.runId, form ? 5 : waitSeconds(request), () => isDone(ctx.db, `resume:${taskId}`)),
      listTasks(ctx, parseTaskQuery({ limit: 1 })),
    ]);
    if (form) return seeOther(`/tasks/${taskId}?done=1`);
    const now = settled ? await getTaskFor(ctx, taskId) : { task, decision };
    // An answer to a request that was taken back meanwhile is settled, too, and was never applied.
    const applied = now.decision?.appliedAt != null;
    const body = { decision: decisionView(task, now.decision ?? decision), task: taskView(now.task, now.decision, requester), applied, next: next.items[0]?.taskId ?? null };
    return Response.json(body, { status: applied ? 200 : 202 });
  });
});
