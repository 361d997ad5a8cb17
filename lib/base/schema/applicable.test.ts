import { expect, test } from 'vitest';
import { maskSensitive } from './mask';
import { maskText } from './mask-text';
import type { JsonSchema } from './types';

const schema: JsonSchema = {
  type: 'object',
  patternProperties: { '^(x+x+)+y$': { type: 'string' } },
  additionalProperties: { type: 'string', sensitive: true },
} as JsonSchema;

test('a name that an author’s pattern might backtrack on for ever is not tried, and its value stays hidden', () => {
  const endless = 'x'.repeat(60);
  expect(maskSensitive({ [endless]: 'a', xxy: 'b', z: 'c' }, schema)).toEqual({
    [endless]: maskText,
    xxy: 'b',
    z: maskText,
  });
});
