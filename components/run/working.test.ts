import { expect, test } from 'vitest';
import type { RunStep } from '@/lib/desk/runs/types';
import { runTexts } from '@/lib/base/texts/runs';
import { workingOf } from './working';

const step = (title: string, status: RunStep['status'], human = false): RunStep => ({
  path: [title],
  title,
  status,
  human,
  startedAt: null,
  endedAt: null,
});
const line = (...steps: RunStep[]) => {
  const working = workingOf({ status: 'running', steps });
  return working && runTexts.working(working);
};

test('names the steps under way, and says whether people may still be asked', () => {
  expect(line(step('Scan', 'running'), step('Mail', 'running'))).toBe('Working: Scan, Mail');
  expect(line(step('Scan', 'running'), step('Legal', 'running', true))).toBe(
    'Working: Scan, Legal. A decision may follow.',
  );
  expect(line(step('Scan', 'running'), step('Legal', 'pending', true))).toBe(
    'Working: Scan. A decision may follow.',
  );
});

test('says a run is working even when no step is known to run', () => {
  expect(line(step('Legal', 'pending', true))).toBe('Working. A decision may follow.');
  expect(line()).toBe('Working');
});

test('returns nothing for a run that waits for people or has ended', () => {
  for (const status of ['suspended', 'success', 'failed', 'canceled', 'lost'] as const)
    expect(workingOf({ status, steps: [step('Scan', 'running')] })).toBeNull();
});
