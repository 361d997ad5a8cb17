import { expect, test } from 'vitest';
import { isCurrent, navItems, navItemsFor } from './nav-items';

test.each([
  ['/inbox', '/inbox'],
  ['/tasks/task_1', '/inbox'],
  ['/runs', '/runs'],
  ['/runs/run_1', '/runs'],
  ['/new/expense-report', '/new'],
  ['/newest', undefined],
  ['/settings', '/settings'],
  ['/audit', '/audit'],
  ['/operations', '/operations'],
])('%s belongs to %s', (pathname, href) => {
  expect(navItems.filter((item) => isCurrent(pathname, item.href)).map((item) => item.href)).toEqual(
    href ? [href] : [],
  );
});

test('pages for operators are in the rail of operators and administrators', () => {
  const hrefs = (...roles: Parameters<typeof navItemsFor>[0]) => navItemsFor(roles).map(({ href }) => href);
  expect(hrefs('requester', 'approver')).toEqual(['/inbox', '/runs', '/new', '/settings']);
  expect(hrefs('operator')).toContain('/audit');
  expect(hrefs('admin')).toContain('/audit');
});
