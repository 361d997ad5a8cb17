import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readable } from '@/lib/base/readable/readable';
import { csvRecord } from './csv';

/** Reads one record by the grammar of RFC 4180: CRLF ends it, and quotes in a quoted field are doubled. */
function readRecord(text: string): string[] {
  const fields = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)];
  expect(fields.map(([whole]) => whole).join('')).toBe(text);
  return fields.map((match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
}

test.each([
  [['plain', 12, null, ''], 'plain,12,,\r\n'],
  [['a,b', 'say "so"', 'two\r\nlines'], '"a,b","say ""so""","two\r\nlines"\r\n'],
  [
    ['=HYPERLINK("http://evil.test")', '+1', '-1', '@cmd', '\tx', '＝1'],
    `"'=HYPERLINK(""http://evil.test"")",'+1,'-1,'@cmd,'\tx,'＝1\r\n`,
  ],
  [[-12], '-12\r\n'],
  [['pay 100\u202E001', '\u200B=1'], 'pay 100⟦U+202E⟧001,⟦U+200B⟧=1\r\n'],
] as const)('%j', (values, written) => {
  expect(csvRecord(values)).toBe(written);
});

test('any text can be read back, prefixed with one character if it would start a formula', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', '=', '+', '-', '@', '\t', '’', ' ') }),
        { minLength: 1, maxLength: 6 },
      ),
      (values) => {
        const read = readRecord(csvRecord(values));
        const shown = values.map(readable);
        expect(read.map((value, index) => (value === shown[index] ? value : value.slice(1)))).toEqual(shown);
        for (const value of read) expect(value).not.toMatch(/^[=+\-@\t\r\n]/);
      },
    ),
  );
});
