import { describe, expect, test } from 'vitest';
import type { RunStatus } from '@/db/enums';
import type { RunStep, RunTask } from '@/lib/desk/runs/types';
import { stagesOf, timelineOf, type StepView } from './timeline';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 3, 9, minute)).toISOString();

function step(
  id: string,
  status: RunStep['status'],
  from: number | null = null,
  to: number | null = null,
  human = false,
): RunStep {
  return {
    path: id.split('/'),
    title: id,
    status,
    human,
    startedAt: from === null ? null : at(from),
    endedAt: to === null ? null : at(to),
  };
}

const gate = (id: string, status: RunStep['status'], from: number | null = null, to: number | null = null) =>
  step(id, status, from, to, true);

function task(
  id: string,
  from: number,
  to: number | null = null,
  state: RunTask['state'] = to === null ? 'open' : 'decided',
): RunTask {
  const taskId = `task_${id}_${from}`;
  return {
    taskId,
    step: { path: id.split('/'), forEachIndex: null },
    title: id,
    state,
    visible: true,
    askedOf: [],
    createdAt: at(from),
    dueAt: null,
    closedAt: to === null ? null : at(to),
    closeReason: null,
    notices: [],
    decision: null,
  };
}

/** Each part as `round: step=state(questions) + parallel step=state(…)`. */
function drawn(status: RunStatus, steps: RunStep[], tasks: RunTask[]): string[] {
  const view = ({ title, state, tasks: own }: StepView) =>
    `${title}=${state}${own.length > 0 ? `(${own.length})` : ''}`;
  return timelineOf({ status, steps, tasks }).flatMap(({ round, stages }) =>
    stages.map((stage) => `${round === null ? '' : `${round}: `}${stage.map(view).join(' + ')}`),
  );
}

describe('a straight run', () => {
  test('done, waiting, to come', () => {
    const steps = [step('check', 'success', 0, 1), gate('manager', 'suspended', 1), step('pay', 'pending')];
    expect(drawn('suspended', steps, [task('manager', 1)])).toEqual([
      'check=done',
      'manager=waiting(1)',
      'pay=to_come',
    ]);
  });

  test('a gate that asked nobody is shown as not needed', () => {
    const steps = [
      gate('manager', 'success', 0, 2),
      gate('finance', 'success', 2, 2),
      step('pay', 'success', 2, 3),
    ];
    expect(drawn('success', steps, [task('manager', 0, 2)])).toEqual([
      'manager=done(1)',
      'finance=not_needed',
      'pay=done',
    ]);
  });

  test('an answer that ends the run marks the rest as not needed', () => {
    const steps = [gate('manager', 'skipped', 0, 2), gate('finance', 'skipped'), step('pay', 'skipped')];
    expect(drawn('success', steps, [task('manager', 0, 2)])).toEqual([
      'manager=done(1)',
      'finance=not_needed',
      'pay=not_needed',
    ]);
  });

  test('a step whose answer is being applied is under way', () => {
    expect(
      drawn('suspended', [gate('manager', 'suspended', 0), step('pay', 'pending')], [task('manager', 0, 2)]),
    ).toEqual(['manager=working(1)', 'pay=to_come']);
  });

  test('steps that a failed or cancelled run did not reach are marked as such', () => {
    expect(drawn('failed', [step('check', 'failed', 0, 1), step('pay', 'skipped')], [])).toEqual([
      'check=failed',
      'pay=not_reached',
    ]);
    const steps = [gate('manager', 'canceled', 0), step('pay', 'pending')];
    expect(drawn('canceled', steps, [task('manager', 0, 2, 'canceled')])).toEqual([
      'manager=canceled(1)',
      'pay=not_reached',
    ]);
  });

  test('a lost run keeps its answers and waits for nobody', () => {
    const steps = [gate('manager', 'success', 0, 2), gate('finance', 'suspended', 2), step('pay', 'pending')];
    expect(drawn('lost', steps, [task('manager', 0, 2), task('finance', 2)])).toEqual([
      'manager=done(1)',
      'finance=unfinished(1)',
      'pay=not_reached',
    ]);
    expect(drawn('lost', [step('pay', 'running', 3)], [])).toEqual(['pay=unfinished']);
  });

  test('keeps the questions of a step that the code no longer has', () => {
    expect(drawn('suspended', [step('pay', 'pending')], [task('old', 0, 1)])).toEqual([
      'pay=to_come',
      'old=done(1)',
    ]);
  });
});

describe('side by side', () => {
  test('gates that wait at the same time, also after one is answered', () => {
    const steps = [
      step('total', 'success', 0, 0),
      gate('need', 'success', 0, 5),
      gate('budget', 'suspended', 0),
      step('order', 'pending'),
    ];
    expect(drawn('suspended', steps, [task('need', 0, 5), task('budget', 0)])).toEqual([
      'total=done',
      'need=done(1) + budget=waiting(1)',
      'order=to_come',
    ]);
  });

  test('gates one after the other are not', () => {
    const steps = [gate('manager', 'success', 0, 5), gate('finance', 'suspended', 5)];
    expect(drawn('suspended', steps, [task('manager', 0, 5), task('finance', 5)])).toEqual([
      'manager=done(1)',
      'finance=waiting(1)',
    ]);
  });

  test('a short step does not end a longer one beside it', () => {
    const view = (title: string, startedAt: number | null, endedAt: number | null): StepView => ({
      key: title,
      title,
      state: 'done',
      tasks: [],
      startedAt,
      endedAt,
    });
    const stages = stagesOf([
      view('a', 0, 10),
      view('b', 0, 2),
      view('c', 5, 7),
      view('d', 10, 11),
      view('e', null, null),
    ]);
    expect(stages.map((stage) => stage.map(({ title }) => title))).toEqual([['a', 'b', 'c'], ['d'], ['e']]);
  });
});

describe('loops', () => {
  const review = 'round/review';
  const revise = 'round/revise';

  test('each round has its own questions; the last also shows the steps it did not need', () => {
    const steps = [
      step('submit', 'success', 0, 0),
      gate(review, 'success', 20, 30),
      gate(revise, 'success', 30, 30),
      step('publish', 'success', 30, 31),
    ];
    const tasks = [task(review, 0, 10), task(revise, 10, 20), task(review, 20, 30)];
    expect(drawn('success', steps, tasks)).toEqual([
      'submit=done',
      `1: ${review}=done(1)`,
      `1: ${revise}=done(1)`,
      `2: ${review}=done(1)`,
      `2: ${revise}=not_needed`,
      'publish=done',
    ]);
  });

  test('results of an earlier round are left out of the one under way', () => {
    const steps = [
      gate(review, 'suspended', 20),
      gate(revise, 'success', 10, 19),
      step('publish', 'pending'),
    ];
    const tasks = [task(review, 0, 10), task(revise, 10, 20), task(review, 20)];
    expect(drawn('suspended', steps, tasks)).toEqual([
      `1: ${review}=done(1)`,
      `1: ${revise}=done(1)`,
      `2: ${review}=waiting(1)`,
      'publish=to_come',
    ]);
  });

  test('a round that skipped a gate ends where the loop begins again', () => {
    const steps = [gate(review, 'suspended', 40), gate(revise, 'pending')];
    const tasks = [task(review, 0, 10), task(revise, 10, 20), task(review, 20, 30), task(review, 30)];
    expect(drawn('suspended', steps, tasks)).toEqual([
      `1: ${review}=done(1)`,
      `1: ${revise}=done(1)`,
      `2: ${review}=done(1)`,
      `3: ${review}=waiting(1)`,
      `3: ${revise}=to_come`,
    ]);
  });

  test('a single step that asks again keeps its questions together', () => {
    expect(
      drawn(
        'suspended',
        [gate('ask', 'suspended', 0)],
        [task('ask', 0, 1), task('ask', 1, 2), task('ask', 2)],
      ),
    ).toEqual(['ask=waiting(3)']);
  });

  test('parallel gates are not a loop, whatever their order', () => {
    const steps = [gate('need', 'suspended', 0), gate('budget', 'suspended', 0)];
    expect(drawn('suspended', steps, [task('budget', 0, 4), task('need', 0)])).toEqual([
      'need=waiting(1) + budget=working(1)',
    ]);
  });
});
