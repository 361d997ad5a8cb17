import { describe, expect, test } from 'vitest';
import { HiddenValues } from './hidden-values';
import { sensitiveParts } from './mask';

const schema = {
  type: 'object',
  properties: {
    iban: { type: 'string', sensitive: true },
    pin: { type: 'integer', sensitive: true },
    open: { type: 'boolean', sensitive: true },
    person: { type: 'object', sensitive: true },
    note: { type: 'string' },
  },
};

const hiding = (value: Parameters<typeof sensitiveParts>[0]) => {
  const hidden = new HiddenValues();
  for (const { name, part } of sensitiveParts(value, schema, 'payload')) hidden.add(name, part);
  return hidden;
};

describe('values that are sensitive in one place', () => {
  const hidden = hiding({
    iban: 'DE8937040044',
    pin: 12,
    open: true,
    person: { name: 'Ana', city: 'Porto' },
    note: 'hello',
  });

  test('are hidden under any other name, in lists, and inside longer text', () => {
    expect(
      hidden.mask({
        account: 'DE8937040044',
        rows: [['DE8937040044', 'x']],
        said: 'Paid to DE8937040044 today',
      }),
    ).toEqual({ account: '••••', rows: [['••••', 'x']], said: 'Paid to •••• today' });
  });

  test('are hidden only under the same name when they are short', () => {
    expect(hidden.mask({ pin: 12, age: 12, open: true, approved: true })).toEqual({
      pin: '••••',
      age: 12,
      open: '••••',
      approved: true,
    });
  });

  test('are hidden as pieces of a sensitive whole', () => {
    expect(
      hidden.mask({ person: { city: 'Porto', name: 'Ana' }, guest: { name: 'Ana', city: 'Lyon' } }),
    ).toEqual({ person: { city: '••••', name: '••••' }, guest: { name: '••••', city: 'Lyon' } });
  });

  test('leave everything else, and null, as it is', () => {
    const value = { note: 'hello', iban: null, list: [], none: {}, count: 0 };
    expect(hidden.mask(value)).toEqual(value);
    expect(hiding({ iban: null }).mask({ iban: null, x: {} })).toEqual({ iban: null, x: {} });
  });
});
