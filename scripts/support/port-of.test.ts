import { expect, test } from 'vitest';
import { portOf } from './port-of';

test.each([
  [[], undefined, 3000],
  [[], '', 3000],
  [[], '4000', 4000],
  [['-p', '5000'], '4000', 5000],
  [['--port', '5000', '--turbopack'], undefined, 5000],
  [['--turbopack', '--port=5000'], undefined, 5000],
])('%j with PORT %s is %s', (args, environment, port) => {
  expect(portOf(args, environment)).toBe(port);
});
