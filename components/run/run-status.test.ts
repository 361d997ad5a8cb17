import { isFinal, runStatuses } from '@/db/enums';
import { describe, expect, test } from 'vitest';
import type { RunTask } from '@/lib/desk/runs/types';
import { anyOf, everyOf } from './names';
import { ownTitle, statusWords, waitingOn } from './run-status';

describe('statusWords', () => {
  test.each([
    ['pending', 'Starting'],
    ['running', 'Working'],
    ['waiting', 'Waiting'],
    ['suspended', 'Waiting'],
    ['success', 'Finished'],
    ['failed', 'Failed'],
    ['canceled', 'Cancelled'],
    ['tripwire', 'Stopped'],
    ['lost', 'Lost'],
  ] as const)('%s reads "%s"', (status, label) => {
    expect(statusWords(status).label).toBe(label);
  });

  test('names the people it waits for, only while waiting', () => {
    expect(statusWords('suspended', ['Managers', 'Finance']).label).toBe('Waiting for Managers and Finance');
    expect(statusWords('success', ['Managers']).label).toBe('Finished');
  });

  test('a finished run looks neither good nor bad', () => {
    expect(statusWords('success').tone).toBe('neutral');
  });
});

test('final statuses never change', () => {
  expect(runStatuses.filter(isFinal)).toEqual(['success', 'failed', 'canceled', 'tripwire', 'lost']);
});

test('shortens long lists of names', () => {
  expect(everyOf(['A', 'B', 'C', 'D', 'E'])).toBe('A, B and 3 more');
  expect(everyOf(['A', 'B', 'C'])).toBe('A, B and C');
  expect(anyOf(['A', 'B'])).toBe('A or B');
});

test('names each person who is asked now once', () => {
  const task = (state: RunTask['state'], askedOf: string[]) => ({ state, askedOf }) as RunTask;
  expect(
    waitingOn({
      tasks: [task('decided', ['Ana']), task('open', ['Finance', 'Ben']), task('open', ['Finance'])],
    }),
  ).toEqual(['Finance', 'Ben']);
});

test('does not repeat the workflow’s name', () => {
  expect(ownTitle({ title: 'Expense report: Train', workflowTitle: 'Expense report' })).toBe('Train');
  expect(ownTitle({ title: 'Expense report', workflowTitle: 'Expense report' })).toBe('Expense report');
  expect(ownTitle({ title: 'My own name', workflowTitle: 'Expense report' })).toBe('My own name');
});
