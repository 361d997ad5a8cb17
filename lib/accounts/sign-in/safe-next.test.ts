import { describe, expect, it } from 'vitest';
import { homePath, safeNext, signInPath } from './safe-next';

describe('safeNext', () => {
  it.each([
    '/runs',
    '/inbox?view=mine&q=a%20b',
    '/tasks/task_1?x=https://evil.example#note',
    '/new/expense-report',
    '/sign-in-log',
  ])('keeps %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    '/ /evil.example',
    '/%2Fevil.example',
    '/%2f%2fevil.example',
    '/%5Cevil.example',
    '/a%2F..%2F%2Fevil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/x/..//evil.example',
    '/%2e%2e//evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'evil.example',
    '@evil.example',
    'inbox',
    '',
    '/sign-in',
    '/sign-in?next=/sign-in',
    '/sign-in/submit',
    '/sign-out',
    '/api/runs',
    `/${'a'.repeat(2000)}`,
    null,
    undefined,
    7,
    ['/runs'],
  ])('goes to the inbox instead of %j', (path) => {
    expect(safeNext(path)).toBe(homePath);
  });

  it('stays on the site when a browser resolves it', () => {
    for (const path of [
      '/runs',
      '/a/../runs',
      '/x?y=//evil.example',
      '/x#//evil.example',
      '/evil.example@x',
    ]) {
      expect(new URL(safeNext(path), 'https://desk.example.com').origin).toBe('https://desk.example.com');
    }
  });
});

describe('signInPath', () => {
  it('leads back to the path, which is left out if it is the inbox', () => {
    expect(signInPath('/runs?status=failed')).toBe('/sign-in?next=%2Fruns%3Fstatus%3Dfailed');
    expect(signInPath('/inbox')).toBe('/sign-in');
    expect(signInPath('/tasks/a', 'ended')).toBe('/sign-in?next=%2Ftasks%2Fa&problem=ended');
    expect(signInPath('//evil.example')).toBe('/sign-in');
  });
});
