import { expect, test } from 'vitest';
import { requireBearer } from './require-bearer';

const secret = 'a'.repeat(32);
const request = (authorization?: string) =>
  new Request('http://desk.test/api/cron/recover', {
    headers: authorization === undefined ? {} : { authorization },
  });

test('accepts the secret as a bearer token', () => {
  expect(() => requireBearer(request(`Bearer ${secret}`), secret)).not.toThrow();
});

test.each([
  undefined,
  '',
  'Bearer ',
  'Bearer undefined',
  secret,
  `Basic ${secret}`,
  `Bearer ${secret}b`,
  `Bearer ${secret.slice(1)}`,
])('%s does not', (authorization) => {
  expect(() => requireBearer(request(authorization), secret)).toThrow(
    expect.objectContaining({ code: 'unauthenticated' }),
  );
});
