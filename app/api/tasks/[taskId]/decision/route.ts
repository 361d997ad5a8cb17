import { hasScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import type { AppError } from '@/lib/base/errors';
import { drainAfter, waitSeconds } from '@/lib/api/http/drain-after';
import { formOr } from '@/lib/api/http/form-or';
import { keepDecision, readDecision } from '@/lib/api/http/read-decision';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import { isDone } from '@/lib/work/outbox/is-done';
import { inOneTrip } from '@/lib/base/reads';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { decisionView, getTaskFor, taskView } from '@/lib/desk/tasks/get-task';
import { nextTaskRead } from '@/lib/desk/tasks/list-tasks';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]/decision'>) => {
    const { taskId } = await params;
    const plain = {
      back: () => `/tasks/${encodeURIComponent(taskId)}`,
      keep: (ctx: Context, form: FormData, refusal: AppError) => keepDecision(ctx, taskId, form, refusal),
    };
    return formOr(request, plain, async (ctx, form) => {
      const [{ task, decision, requester }, next] = await Promise.all([
        readDecision(ctx, request, form, taskId).then((input) => decideTask(ctx, taskId, input)),
        form || !hasScope(ctx.actor, 'tasks:read') ? null : inOneTrip(ctx.db, nextTaskRead(ctx, taskId)),
      ]);
      const settled = await drainAfter(
        ctx,
        task.runId,
        form ? 5 : waitSeconds(request),
        () => isDone(ctx.db, `resume:${taskId}`),
        decision.undoUntil,
      );
      if (form) return seeOther(`/tasks/${taskId}?done=1`);
      const now = settled ? await getTaskFor(ctx, taskId) : { task, decision };
      // A decision that was reopened meanwhile is settled too, though it was never applied.
      const applied = now.decision?.appliedAt != null;
      const body = {
        decision: decisionView(ctx, task, now.decision ?? decision),
        task: taskView(ctx, now.task, now.decision, requester),
        applied,
        next,
      };
      return Response.json(body, { status: applied ? 200 : 202 });
    });
  },
);
