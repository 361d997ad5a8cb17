import { expect, test } from 'vitest';
import { humanize, labelOf } from './label';

test.each([
  ['amount', 'Amount'],
  ['invoiceNumber', 'Invoice number'],
  ['cost_centre', 'Cost centre'],
  ['due-date', 'Due date'],
  ['userId', 'User ID'],
  ['vatID', 'VAT ID'],
  ['orderIDs', 'Order IDs'],
  ['APIKey', 'API key'],
  ['changes_requested', 'Changes requested'],
  ['EUR', 'EUR'],
  ['line2', 'Line 2'],
  ['New York', 'New York'],
  ['42', '42'],
  ['', ''],
  ['größeCm', 'Größe cm'],
])('%s reads as "%s"', (name, expected) => {
  expect(humanize(name)).toBe(expected);
});

test('a title wins over the key, an empty one does not', () => {
  expect(labelOf('amt', { title: 'Amount due' })).toBe('Amount due');
  expect(labelOf('amt', { title: ' ' })).toBe('Amt');
});
