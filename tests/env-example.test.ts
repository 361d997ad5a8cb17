import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8');
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]);

describe('.env.example', () => {
  const example = read('.env.example');
  const known = names(
    /const variables = z\.object\(\{(.*?)^\}\)/ms.exec(read('lib/base/env-variables.ts'))?.[1] ?? '',
    /^ {2}([A-Z][A-Z0-9_]*):/gm,
  );

  it('lists every variable that lib/base/env-variables.ts reads, and no other', () => {
    expect(known).toContain('DATA_DIR');
    expect(names(example, /^# ([A-Z][A-Z0-9_]*)=/gm).toSorted()).toEqual(known.toSorted());
  });

  it('explains each group of variables in the line above', () => {
    for (const block of example.trim().split('\n\n').slice(1))
      expect(block).toMatch(/^# [^=\n]+\n(# [A-Z0-9_]+=.*\n?)+$/);
  });
});
