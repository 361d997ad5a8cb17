import { expect, test } from 'vitest';
import type { TaskNotice } from '@/lib/desk/tasks/types';
import { historyOf } from './task-history';

const task = {
  createdAt: '2026-11-03T10:00:00.000Z',
  requester: { id: 'usr_1', name: 'Ana Ruiz' },
  decision: null,
  state: 'open',
  closedAt: null,
  notices: [],
} as const;
const decision = {
  outcomeLabel: 'Approve',
  by: { kind: 'user', id: 'usr_2', name: 'Mia Chen' },
  at: '2026-11-03T11:00:00.000Z',
  appliedAt: null,
  answeredOutsideAt: null,
} as const;

test('an open task shows when it was asked', () => {
  expect(historyOf(task)).toEqual([{ what: 'Asked', who: 'Ana Ruiz', at: task.createdAt }]);
});

test('shows the decision, and whether the run continued', () => {
  const decided = { ...task, state: 'decided', closedAt: decision.at } as const;
  expect(historyOf({ ...decided, decision }).map(({ what, who }) => [what, who])).toEqual([
    ['Asked', 'Ana Ruiz'],
    ['Approved', 'Mia Chen'],
  ]);
  expect(
    historyOf({ ...decided, decision: { ...decision, appliedAt: '2026-11-03T11:00:01.000Z' } }).at(-1),
  ).toMatchObject({ who: null, at: '2026-11-03T11:00:01.000Z' });
  const unused = { ...decision, answeredOutsideAt: '2026-11-03T11:00:02.000Z' };
  expect(historyOf({ ...decided, decision: unused }).at(-1)).toEqual({
    what: 'Not used: another program had answered',
    who: null,
    at: '2026-11-03T11:00:02.000Z',
  });
});

test.each(['expired', 'canceled'] as const)('a task that is %s says so, and when', (state) => {
  expect(historyOf({ ...task, state, closedAt: '2026-11-04T10:00:00.000Z' }).at(-1)).toMatchObject({
    who: null,
    at: '2026-11-04T10:00:00.000Z',
  });
});

test('reminders and escalations are between question and answer, with the people they reached', () => {
  const notices: TaskNotice[] = [
    { kind: 'reminded', at: '2026-11-03T10:20:00.000Z', people: ['Managers'] },
    { kind: 'escalated', at: '2026-11-03T10:40:00.000Z', people: ['Finance', 'Lars Henriksen'] },
  ];
  const told = historyOf({ ...task, notices, state: 'decided', closedAt: decision.at, decision });
  expect(told.map(({ what }) => what)).toEqual([
    'Asked',
    'Reminded Managers',
    'Escalated to Finance or Lars Henriksen',
    'Approved',
  ]);
});
