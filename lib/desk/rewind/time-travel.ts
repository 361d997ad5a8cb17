import { z } from 'zod';
import type { Context } from '@/lib/people/context';
import { conflict, invalid } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { getRunFor } from '@/lib/desk/runs/get-run';
import { nothingOwed, recordReturn } from './record-return';
import { stepNames, stepsAgain } from './steps-again';
import { reason } from '@/lib/desk/operators/inputs';
import { requireOperator, requireStanding } from '@/lib/desk/operators/require-operator';
import type { TimeTravelPreview } from '@/lib/desk/operators/types';

export const timeTravelInput = z.strictObject({
  step: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(20)
    .meta({ description: 'The path of the step to go back to, ids from outer to inner.' }),
  reason,
});

async function travellable(ctx: Context, runId: string) {
  const found = await getRunFor(ctx, runId);
  requireOperator(ctx);
  const { status, workflowId } = found.run;
  if (status !== 'suspended' && status !== 'success' && status !== 'failed')
    throw conflict('A request goes back only while it waits, or after it has finished or failed.', {
      status,
    });
  const places = ctx.engine.places(workflowId);
  requireStanding(ctx, found.run);
  return { ...found, places };
}

/** The steps a run can go back to, each with what would run again. @throws not_found, forbidden, conflict */
export async function previewTimeTravel(ctx: Context, runId: string): Promise<TimeTravelPreview> {
  const { run, places } = await travellable(ctx, runId);
  return {
    runId,
    places: places.flatMap(({ path, title }) => {
      const { steps } = stepsAgain(places, run.steps, path);
      return steps.length > 0 ? [{ step: path, title, ...stepNames(steps) }] : [];
    }),
  };
}

/**
 * Takes a run back to a step, which runs again with what it was given then, and everything behind it after that. Answers
 * given there or behind count no more, and are asked for again. The return itself is owed to the outbox.
 * @throws not_found, forbidden, conflict (works just now, was cancelled, something is owed to it), invalid
 */
export async function timeTravel(ctx: Context, runId: string, input: unknown): Promise<{ debt: string }> {
  const { run, asked, places } = await travellable(ctx, runId);
  const { step, reason: why } = parse(timeTravelInput, input);
  const { steps } = stepsAgain(places, run.steps, step);
  if (steps.length === 0)
    throw invalid([{ path: 'step', message: 'is no step that this request has reached' }]);
  const again = new Set(steps.map(({ path }) => path.join('\0')));
  const debt = `time-travel:${runId}:${run.revision + 1}`;
  await recordReturn(ctx, run, {
    counts: 'revision',
    debt: { id: debt, kind: 'time-travel', data: { path: step } },
    guard: nothingOwed(runId, ['pending', 'held', 'stuck']),
    event: {
      verb: 'run.time_travel_requested',
      runId,
      key: `run.time_travel_requested:${debt}`,
      data: { reason: why, step, ...stepNames(steps) },
    },
    closing: {
      taskIds: asked
        .filter(({ task }) => task.state === 'open' && again.has(task.stepPath.join('\0')))
        .map(({ task }) => task.id),
      reason: 'run_rewound',
    },
  });
  return { debt };
}
