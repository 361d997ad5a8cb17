import { expect, test } from 'vitest';
import { isCurrent, navItems } from './nav-items';

test.each([
  ['/inbox', '/inbox'],
  ['/tasks/task_1', '/inbox'],
  ['/runs', '/runs'],
  ['/runs/run_1', '/runs'],
  ['/new/expense-report', '/new'],
  ['/newest', undefined],
  ['/settings', '/settings'],
])('%s belongs to %s', (pathname, href) => {
  expect(navItems.filter((item) => isCurrent(pathname, item.href)).map((item) => item.href)).toEqual(href ? [href] : []);
});
