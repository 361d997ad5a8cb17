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

  test('names who is waited for, and only while waiting', () => {
    expect(statusWords('suspended', ['Managers', 'Finance']).label).toBe('Waiting for Managers and Finance');
    expect(statusWords('success', ['Managers']).label).toBe('Finished');
  });

  test('a finished run looks neither good nor bad', () => {
    expect(statusWords('success').tone).toBe('neutral');
  });
});

test('final statuses are those that never change', () => {
  expect(runStatuses.filter(isFinal)).toEqual(['success', 'failed', 'canceled', 'tripwire', 'lost']);
});

test('long lists of names are cut', () => {
  expect(everyOf(['A', 'B', 'C', 'D', 'E'])).toBe('A, B and 3 more');
  expect(everyOf(['A', 'B', 'C'])).toBe('A, B and C');
  expect(anyOf(['A', 'B'])).toBe('A or B');
});

test('everybody who is asked now is named once', () => {
  const task = (state: RunTask['state'], askedOf: string[]) => ({ state, askedOf }) as RunTask;
  expect(
    waitingOn({
      tasks: [task('decided', ['Ana']), task('open', ['Finance', 'Ben']), task('open', ['Finance'])],
    }),
  ).toEqual(['Finance', 'Ben']);
});

test('the workflow is not named twice', () => {
  expect(ownTitle({ title: 'Expense report: Train', workflowTitle: 'Expense report' })).toBe('Train');
  expect(ownTitle({ title: 'Expense report', workflowTitle: 'Expense report' })).toBe('Expense report');
  expect(ownTitle({ title: 'My own name', workflowTitle: 'Expense report' })).toBe('My own name');
});
