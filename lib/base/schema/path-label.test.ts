import { expect, test } from 'vitest';
import { labelOfPath, partOf } from './path-label';
import { shapeOf } from './shape';

test.each([
  [{ type: 'object', properties: { a: { type: 'string' } } }, undefined],
  [{ type: 'string' }, undefined],
  [
    { type: 'array', items: { type: 'string' } },
    { schema: { type: 'string' }, label: '1' },
  ],
  [
    { type: 'array', prefixItems: [{ type: 'number' }] },
    { schema: { type: 'number' }, label: '1' },
  ],
])('%j has an entry only when it is a list', (schema, part) => {
  expect(partOf(shapeOf(schema, schema), 0, schema)).toEqual(part);
});

test('of several shapes, the one that is a list gives its entry', () => {
  const schema = {
    anyOf: [
      { type: 'object', properties: { sku: { type: 'string' } } },
      { type: 'array', items: { type: 'object', properties: { sku: { title: 'Article' } } } },
    ],
  };
  expect(labelOfPath(schema, '[0].sku')).toBe('1, Article');
});
