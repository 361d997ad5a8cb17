import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import type { RunDetail, RunStep } from './types';

const moving: readonly RunDetail['status'][] = ['pending', 'running', 'waiting'];
const at = (time: number | null) => (time === null ? null : new Date(time).toISOString());

/** The workflow's steps, all pending, for a run that has not started. */
const planned = (ctx: Context, workflowId: string): RunStep[] =>
  ctx.engine.places(workflowId).map(({ path, title, asks }) => ({
    path,
    title,
    human: asks,
    status: 'pending',
    startedAt: null,
    endedAt: null,
  }));

/**
 * Adds the current steps to a run that is being driven, from its snapshot, as our row shows only the last time it waited.
 * Other runs are returned unchanged, and so is this one if the store cannot be read.
 */
export async function withLiveSteps(ctx: Context, run: RunDetail): Promise<RunDetail> {
  if (!moving.includes(run.status)) return run;
  const seen = await ctx.engine
    .read({ id: run.runId, workflowId: run.workflowId })
    .catch((error: unknown) => void log.warn('a run that works could not be looked at', { error }));
  const steps = seen
    ? seen.steps.map((step) => ({ ...step, startedAt: at(step.startedAt), endedAt: at(step.endedAt) }))
    : run.steps;
  return { ...run, steps: steps.length > 0 ? steps : planned(ctx, run.workflowId) };
}
