import type { WorkflowRunState } from '@mastra/core/workflows';
import { describe, expect, test } from 'vitest';
import { pauseNames } from './pause-names';

type Began = Record<string, number>;
const result = (startedAt: number) => ({
  status: 'success' as const,
  payload: {},
  output: {},
  startedAt,
  endedAt: startedAt,
});

/** A snapshot whose last writer had pauses of these names, and the pauses that began. */
const snapshot = (written: string[], began: Began) =>
  ({
    context: { input: {}, ...Object.fromEntries(Object.entries(began).map(([id, at]) => [id, result(at)])) },
    serializedStepGraph: written.flatMap((id) => [
      { type: 'sleep', id },
      { type: 'step', step: { id: `after-${id}` } },
    ]),
  }) as unknown as WorkflowRunState;

const ours = ['sleep_our1', 'sleep_our2', 'sleep_our3'];

describe('pauses of a snapshot', () => {
  test.each<[string, string[], Began, Record<string, string>]>([
    [
      'of one other process, whatever the order of the keys',
      ['sleep_a', 'sleep_b', 'sleep_c'],
      { sleep_c: 3, sleep_a: 1, sleep_b: 2 },
      { sleep_a: 'sleep_our1', sleep_b: 'sleep_our2', sleep_c: 'sleep_our3' },
    ],
    [
      'that began in the same millisecond',
      ['sleep_a', 'sleep_b', 'sleep_c'],
      { sleep_b: 1, sleep_a: 1 },
      { sleep_a: 'sleep_our1', sleep_b: 'sleep_our2' },
    ],
    [
      'of several other processes',
      ['sleep_x', 'sleep_y', 'sleep_c'],
      { sleep_c: 3, sleep_b: 2, sleep_a: 1 },
      { sleep_c: 'sleep_our3', sleep_a: 'sleep_our1', sleep_b: 'sleep_our2' },
    ],
    ['of this process and of one before', ours, { sleep_our2: 2, sleep_a: 1 }, { sleep_a: 'sleep_our1' }],
    ['of this process', ours, { sleep_our2: 2, sleep_our1: 1 }, {}],
    ['that the code no longer has', ['sleep_a', 'sleep_b', 'sleep_c', 'sleep_d'], { sleep_d: 4 }, {}],
  ])('%s', (_, written, began, names) => {
    expect(Object.fromEntries(pauseNames(snapshot(written, began), ours))).toEqual(names);
  });
});
