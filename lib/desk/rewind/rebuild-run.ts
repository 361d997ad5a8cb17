import { sql } from 'drizzle-orm';
import { outbox, runs } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { readable } from '@/lib/base/readable/readable';
import { getRunFor } from '@/lib/desk/runs/get-run';
import { recordReturn } from './record-return';
import { hasRun, stepNames, stepsAgain } from './steps-again';
import { decisionView } from '@/lib/desk/tasks/get-task';
import { reasonInput } from '@/lib/desk/operators/inputs';
import { requireOperator } from '@/lib/desk/operators/require-operator';
import type { RebuildPreview } from '@/lib/desk/operators/types';

/** Whether something is wrong with the run that only beginning anew can mend. */
const broken = (
  runId: string,
) => sql`exists (select 1 from ${runs} r where r.id = ${runId} and (r.status in ('lost', 'failed') or r.snapshot_error is not null
  or exists (select 1 from ${outbox} o where o.run_id = r.id and o.state = 'stuck' and o.kind <> 'cancel')))
  and not exists (select 1 from ${outbox} o where o.run_id = ${runId} and o.kind in ('cancel', 'rebuild') and o.state <> 'done')`;

async function rebuildable(ctx: Context, runId: string) {
  const found = await getRunFor(ctx, runId);
  requireOperator(ctx);
  const [row] = await ctx.db.all<{ yes: number }>(sql`select ${broken(runId)} as yes`);
  if (!row?.yes)
    throw conflict('Only a request that is lost, failed, stuck or unreadable can be rebuilt.', {
      status: found.run.status,
    });
  if (!ctx.engine.workflow(found.run.workflowId)) throw conflict('The code has no such workflow any more.');
  return found;
}

/** What a rebuild would do: the steps that run again, and the answers it starts from. @throws not_found, forbidden, conflict */
export async function previewRebuild(ctx: Context, runId: string): Promise<RebuildPreview> {
  const { run, asked } = await rebuildable(ctx, runId);
  const places = ctx.engine.places(run.workflowId);
  const placed = new Map(
    places.flatMap((place) =>
      stepsAgain(places, run.steps, place.path).steps.map((step) => [step.path.join('\0'), step] as const),
    ),
  );
  const reached = run.steps.filter(hasRun).flatMap((step) => placed.get(step.path.join('\0')) ?? []);
  const given = asked.flatMap(({ task, decision }) =>
    decision && decision.revisedAt === null ? [{ task, view: decisionView(ctx, task, decision) }] : [],
  );
  const answers = given.map(({ task, view }) => ({
    title: readable(task.title),
    outcome: view.outcomeLabel,
    by: view.by.name,
    at: view.at,
    askedAnew: task.kind === 'tool-call',
  }));
  const open = asked.filter(({ task }) => task.state === 'open').map(({ task }) => task.title);
  return {
    runId,
    runsAgain: stepNames(reached).runsAgain,
    askedAgain: [...answers.filter(({ askedAnew }) => askedAnew).map(({ title }) => title), ...open],
    answers: answers.toSorted((a, b) => a.at.localeCompare(b.at)),
  };
}

/**
 * Begins a run anew from its journal: same id, same input, the recorded answers given again in their order as long as it
 * asks the same. What is left of it is removed, and the steps do their work again, under the same keys. The rebuilding
 * itself is owed to the outbox; open tasks close at once and are asked again by it.
 * @throws not_found, forbidden, conflict (not broken, or being cancelled or rebuilt), invalid
 */
export async function rebuildRun(ctx: Context, runId: string, input: unknown): Promise<{ debt: string }> {
  const { run, asked } = await rebuildable(ctx, runId);
  const { reason } = parse(reasonInput, input);
  const debt = `rebuild:${runId}:${run.attempt + 1}`;
  await recordReturn(ctx, run, {
    counts: 'attempt',
    debt: { id: debt, kind: 'rebuild', data: { discarded: false } },
    guard: broken(runId),
    event: { verb: 'run.rebuild_requested', runId, key: `run.rebuild_requested:${debt}`, data: { reason } },
    closing: {
      taskIds: asked.filter(({ task }) => task.state === 'open').map(({ task }) => task.id),
      reason: 'run_rebuilt',
    },
  });
  return { debt };
}
