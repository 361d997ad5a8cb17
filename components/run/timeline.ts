import { isFinal } from '@/db/enums';
import type { RunDetail, RunStep, RunTask } from '@/lib/desk/runs/types';
import { roundsOf } from './rounds';

export type StepState =
  | 'done'
  | 'waiting'
  | 'working'
  | 'failed'
  | 'to_come'
  | 'not_needed'
  | 'not_reached'
  | 'canceled'
  | 'unfinished';

/** One step as the timeline shows it, with the questions it asked, oldest first. Times in epoch milliseconds. */
export type StepView = {
  key: string;
  title: string;
  state: StepState;
  tasks: RunTask[];
  startedAt: number | null;
  endedAt: number | null;
};

/** Steps that ran or waited at the same time; mostly one. */
export type Stage = StepView[];

/** Stages in order; `round` counts the rounds of a loop, and is null outside one. */
export type TimelinePart = { round: number | null; stages: Stage[] };

type TimelineRun = Pick<RunDetail, 'status' | 'steps' | 'tasks'>;

const millis = (time: string | null): number | null => (time === null ? null : Date.parse(time));

function settledState(status: TimelineRun['status']): 'not_needed' | 'not_reached' {
  return status === 'success' ? 'not_needed' : 'not_reached';
}

function stateOf({ status, human }: RunStep, tasks: RunTask[], run: TimelineRun['status']): StepState {
  const final = isFinal(run);
  if (tasks.some((task) => task.state === 'open') && !final) return 'waiting';
  const answered = tasks.some((task) => task.state === 'decided');
  switch (status) {
    case 'success':
      return human && tasks.length === 0 ? 'not_needed' : 'done';
    case 'failed':
      return 'failed';
    case 'canceled':
      return answered ? 'done' : 'canceled';
    case 'skipped':
      // The engine does not list a step as finished when its answer ended the run early.
      return answered ? 'done' : settledState(run);
    case 'running':
      return final ? 'unfinished' : 'working';
    case 'suspended':
    case 'waiting':
      if (final) return answered ? 'done' : 'unfinished';
      return answered ? 'working' : 'waiting';
    case 'pending':
      return final ? settledState(run) : 'to_come';
    default:
      return status satisfies never;
  }
}

/** When a step was busy: from its questions' times if it has any, else the engine's. */
function spanOf(step: RunStep, tasks: RunTask[]): { startedAt: number | null; endedAt: number | null } {
  const [first] = tasks;
  if (!first) return { startedAt: millis(step.startedAt), endedAt: millis(step.endedAt) };
  const ends = tasks.map((task) => millis(task.closedAt));
  const open = ends.includes(null);
  return {
    startedAt: Date.parse(first.createdAt),
    endedAt: open ? null : Math.max(...ends.map((end) => end ?? 0)),
  };
}

function viewOf(step: RunStep, tasks: RunTask[], run: TimelineRun['status'], round: number | null): StepView {
  const key = [...step.path, round ?? ''].join('/');
  return { key, title: step.title, state: stateOf(step, tasks, run), tasks, ...spanOf(step, tasks) };
}

/** Puts steps that overlapped in time side by side. The engine does not tell which steps are parallel. */
export function stagesOf(views: StepView[]): Stage[] {
  const stages: Stage[] = [];
  let busyUntil = -Infinity;
  for (const view of views) {
    const stage = stages.at(-1);
    const end = view.startedAt === null ? -Infinity : (view.endedAt ?? Infinity);
    if (stage && view.startedAt !== null && view.startedAt < busyUntil) {
      stage.push(view);
      busyUntil = Math.max(busyUntil, end);
    } else {
      stages.push([view]);
      busyUntil = end;
    }
  }
  return stages;
}

const sameStep = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, index) => id === b[index]);

/** Steps with questions that the workflow no longer lists after a code change. */
function withFormerSteps({ steps, tasks }: TimelineRun): RunStep[] {
  const all = [...steps];
  for (const { step: asking, title, state, createdAt, closedAt } of tasks) {
    if (all.some((step) => sameStep(step.path, asking.path))) continue;
    all.push({
      path: asking.path,
      title,
      human: true,
      status: state === 'open' ? 'suspended' : 'success',
      startedAt: createdAt,
      endedAt: closedAt,
    });
  }
  return all;
}

/**
 * One round of a loop. A finished round shows only the steps that asked, since the engine keeps just the last
 * results. The current one (`since` its beginning; null for earlier rounds) shows its other steps too.
 */
function roundViews(
  steps: RunStep[],
  tasks: RunTask[],
  run: TimelineRun['status'],
  round: number,
  since: number | null,
): StepView[] {
  return steps.flatMap((step) => {
    const own = tasks.filter((task) => sameStep(task.step.path, step.path));
    const view = viewOf(step, own, run, round);
    if (since === null)
      return own.length > 0
        ? [{ ...view, state: own.some((task) => task.state === 'decided') ? 'done' : 'canceled' }]
        : [];
    const started = millis(step.startedAt);
    return own.length > 0 || started === null || started >= since ? [view] : [];
  });
}

/** A run's steps in the order people saw them: loops round by round, parallel gates side by side. */
export function timelineOf(run: TimelineRun): TimelinePart[] {
  const steps = withFormerSteps(run);
  const indexOf = (task: RunTask) => steps.findIndex((step) => sameStep(step.path, task.step.path));
  const loops = roundsOf(
    run.tasks.map((task) => ({
      task,
      index: indexOf(task),
      from: Date.parse(task.createdAt),
      to: millis(task.closedAt),
    })),
  );
  const parts: TimelinePart[] = [];
  let next = 0;
  const plainUntil = (end: number) => {
    const views = steps.slice(next, end).map((step) =>
      viewOf(
        step,
        run.tasks.filter((task) => sameStep(task.step.path, step.path)),
        run.status,
        null,
      ),
    );
    if (views.length > 0) parts.push({ round: null, stages: stagesOf(views) });
  };
  for (const { first, last, rounds } of loops) {
    plainUntil(first);
    for (const [index, entries] of rounds.entries()) {
      const before = rounds[index - 1]?.map(({ to }) => to ?? 0) ?? [0];
      const since = index === rounds.length - 1 ? Math.max(...before) : null;
      const views = roundViews(
        steps.slice(first, last + 1),
        entries.map(({ task }) => task),
        run.status,
        index + 1,
        since,
      );
      parts.push({ round: index + 1, stages: stagesOf(views) });
    }
    next = last + 1;
  }
  plainUntil(steps.length);
  return parts;
}
