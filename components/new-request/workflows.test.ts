import { describe, expect, test } from 'vitest';
import type { WorkflowInfo } from '@/lib/engine/workflow-info';
import { searchWorkflows } from './search-workflows';
import { decisionsOf } from './workflow-card';

const workflow = (title: string, description: string | null, steps: string[] = []): WorkflowInfo => ({
  id: title,
  title,
  description,
  inputSchema: null,
  resultSchema: null,
  humanSteps: steps.map((step) => ({ path: [step], title: step, description: null })),
});

describe('who is asked', () => {
  test.each([
    [[], 'Runs by itself'],
    [['Review'], '1 decision: Review'],
    [['Manager approval', 'Finance approval'], '2 decisions: Manager approval, Finance approval'],
  ])('%j', (steps, words) => {
    expect(decisionsOf(workflow('x', null, steps))).toBe(words);
  });
});

describe('search', () => {
  const all = [
    workflow('Expense report', 'Get money back.', ['Finance approval']),
    workflow('Café order', null),
  ];
  const found = (query: string) => searchWorkflows(all, query).map(({ title }) => title);

  test('finds all words in any field, ignoring case and accents', () => {
    expect(found('FINANCE money')).toEqual(['Expense report']);
    expect(found('cafe')).toEqual(['Café order']);
    expect(found('finance cafe')).toEqual([]);
  });

  test('an empty search finds every workflow', () => {
    expect(found('  ')).toHaveLength(2);
  });
});
