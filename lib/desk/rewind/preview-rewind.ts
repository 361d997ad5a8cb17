import { AppError } from '@/lib/base/errors';
import { readable } from '@/lib/base/readable/readable';
import type { RebuildPreview, RestartPreview, RewindPreview } from '@/lib/desk/operators/types';
import type { FoundRun } from '@/lib/desk/runs/get-run';
import type { ReopenPreview } from '@/lib/desk/runs/types';
import { decisionView } from '@/lib/desk/tasks/get-task';
import type { Context } from '@/lib/people/context';
import { findRewind, requireRewind, type Rewinding } from './find-rewind';
import { hasRun, stepNames, stepsAgain } from './steps-again';
import { takenByFailed } from './taken-by-failed';
import type { RewindTarget } from './ways';

type Previews = {
  decision: ReopenPreview;
  failure: RestartPreview;
  step: RewindPreview;
  journal: RebuildPreview;
};

const placesOf = ({ engine }: Context, { run }: Rewinding) => engine.places(run.workflowId);

function ofDecision(ctx: Context, found: Rewinding): ReopenPreview {
  const { task } = found.reopened!;
  const { steps } = stepsAgain(placesOf(ctx, found), found.run.steps, task.stepPath);
  return { taskId: task.id, title: readable(task.title), ...stepNames(steps) };
}

async function ofFailure(ctx: Context, found: Rewinding): Promise<RestartPreview> {
  const { run } = found;
  const taken = await takenByFailed(ctx, run);
  const failed = run.steps.filter(({ status }) => status === 'failed').map(({ title }) => title);
  const { runsAgain, askedAgain } = stepNames(stepsAgain(placesOf(ctx, found), run.steps, null).steps);
  // A failed step that had its decision gets it again, so it runs again without asking.
  const fed = taken.length > 0;
  return {
    runId: run.id,
    failedAt: failed,
    runsAgain: fed ? [...new Set([...runsAgain, ...failed])] : runsAgain,
    askedAgain: fed ? askedAgain.filter((title) => !failed.includes(title)) : askedAgain,
    answersKept: taken.map(({ title }) => readable(title)),
  };
}

function ofSteps(ctx: Context, found: Rewinding): RewindPreview {
  const { run } = found;
  const places = placesOf(ctx, found);
  return {
    runId: run.id,
    places: places.flatMap(({ path, title }) => {
      const { steps } = stepsAgain(places, run.steps, path);
      return steps.length > 0 ? [{ step: path, title, ...stepNames(steps) }] : [];
    }),
  };
}

function ofJournal(ctx: Context, found: Rewinding): RebuildPreview {
  const { run, asked } = found;
  const places = placesOf(ctx, found);
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
    runId: run.id,
    runsAgain: stepNames(reached).runsAgain,
    askedAgain: [...answers.filter(({ askedAnew }) => askedAnew).map(({ title }) => title), ...open],
    answers: answers.toSorted((a, b) => a.at.localeCompare(b.at)),
  };
}

const previews: {
  [To in keyof Previews]: (ctx: Context, found: Rewinding) => Previews[To] | Promise<Previews[To]>;
} = { decision: ofDecision, failure: ofFailure, step: ofSteps, journal: ofJournal };

/**
 * The steps that would run again and the tasks that would open again; for a step, for each possible target.
 * @throws not_found, forbidden, conflict, as rewindRun
 */
export async function previewRewind<Target extends RewindTarget>(
  ctx: Context,
  target: Target,
): Promise<Previews[Target['to']]> {
  const to: Target['to'] = target.to;
  return previews[to](ctx, await findRewind(ctx, target));
}

/** The effect of reopening a decision, for a page that has read the run; null if this reader may not. */
export function reopeningFor(ctx: Context, found: FoundRun, taskId: string): ReopenPreview | null {
  try {
    return ofDecision(ctx, requireRewind(ctx, found, { to: 'decision', taskId }));
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
