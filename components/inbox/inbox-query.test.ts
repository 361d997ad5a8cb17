import { describe, expect, test } from 'vitest';
import { inboxHref, parseInboxQuery, sortsOf, taskAfter, toTaskParams } from './inbox-query';

const parse = (address: string, seesAll = true) =>
  parseInboxQuery(Object.fromEntries(new URL(address, 'http://desk').searchParams), seesAll);

test('nothing given is the plain inbox', () => {
  expect(parse('/inbox')).toEqual({
    view: 'mine',
    q: '',
    workflowId: '',
    sort: 'due',
    limit: 30,
    task: null,
  });
  expect(inboxHref(parse('/inbox'))).toBe('/inbox');
});

test.each([
  '/inbox?view=all&q=ana+ruiz&workflowId=expense-report&sort=priority&limit=60&task=task_1',
  '/inbox?view=decided&sort=oldest',
  '/inbox?q=50%25+%26+more',
  '/inbox?task=task_2',
])('%s reproduces itself', (address) => {
  expect(inboxHref(parse(address))).toBe(address);
});

test('invalid parameters are ignored', () => {
  expect(inboxHref(parse('/inbox?view=theirs&sort=random&limit=abc&q=%20'))).toBe('/inbox');
  expect(parseInboxQuery({ q: ['a', 'b'], task: [] }, true)).toMatchObject({ q: 'a', task: null });
});

test('all open is only for those who oversee', () => {
  expect(parse('/inbox?view=all', false).view).toBe('mine');
  expect(parse('/inbox?view=all', true).view).toBe('all');
});

test('rows come in whole pages, up to a limit', () => {
  expect(parse('/inbox?limit=1').limit).toBe(30);
  expect(parse('/inbox?limit=31').limit).toBe(60);
  expect(parse('/inbox?limit=9999').limit).toBe(500);
});

test('decided tasks have orders of their own', () => {
  expect(sortsOf('decided')).toEqual(['newest', 'oldest']);
  expect(parse('/inbox?view=decided&sort=due').sort).toBe('newest');
  expect(inboxHref({ view: 'decided', sort: 'priority' })).toBe('/inbox?view=decided');
});

test('views in the words of the task list', () => {
  expect(toTaskParams(parse('/inbox'))).toMatchObject({ scope: 'mine', state: 'open', sort: 'due' });
  expect(toTaskParams(parse('/inbox?view=all'))).toMatchObject({ scope: 'all', state: 'open' });
  expect(toTaskParams(parse('/inbox?view=decided'))).toMatchObject({
    scope: 'mine',
    state: 'closed',
    sort: 'newest',
  });
});

describe('the task after one', () => {
  test.each([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'b'],
    ['gone', 'a'],
  ])('after %s comes %s', (current, next) => {
    expect(taskAfter(['a', 'b', 'c'], current)).toBe(next);
  });

  test('after the last one comes none', () => {
    expect(taskAfter(['a'], 'a')).toBeNull();
    expect(taskAfter([], 'a')).toBeNull();
  });
});
