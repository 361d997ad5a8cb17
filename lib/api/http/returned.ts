import type { Context } from '@/lib/people/context';
import { isDone } from '@/lib/work/outbox/is-done';
import { runDetailOf } from '@/lib/desk/runs/get-run';
import { drainAfter, waitSeconds } from './drain-after';
import { formOr } from './form-or';
import { readJson } from './read-json';
import { seeOther } from './see-other';

/** The fields of a form of the operator's desk; `step` may come several times, once for each part of its path. */
function fieldsOf(form: FormData): object {
  const step = form.getAll('step').map(String);
  const reason = String(form.get('reason') ?? '');
  return { ...(reason === '' ? {} : { reason }), ...(step.length > 0 ? { step } : {}) };
}

/** Serves an operator's verb on a run, to programs and to plain forms: 200 when it is done, 202 when it is recorded. */
export function returned(
  request: Request,
  runId: string,
  verb: (ctx: Context, body: unknown) => Promise<{ debt: string }>,
): Promise<Response> {
  return formOr(request, { back: () => `/runs/${encodeURIComponent(runId)}` }, async (ctx, form) => {
    const { debt } = await verb(ctx, form ? fieldsOf(form) : await readJson(request));
    const done = await drainAfter(ctx, runId, form ? 5 : waitSeconds(request), () => isDone(ctx.db, debt));
    if (form) return seeOther(`/runs/${runId}`);
    return Response.json(await runDetailOf(ctx, runId), { status: done ? 200 : 202 });
  });
}
