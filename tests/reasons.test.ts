import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { conflict } from '@/lib/base/errors';
import type { problemBody } from '@/lib/api/http/problem';
import { codeOf, noteIn, reasons, said, sentenceOf, type Reason } from '@/lib/base/reasons';
import { issueTexts } from '@/lib/base/texts/issues';
import { noteTexts } from '@/lib/base/texts/notes';
import { reasonTexts } from '@/lib/base/texts/reasons';

/** The parameters that the sentences of these reasons need, by name. */
type Param<R> = R extends Reason ? keyof NonNullable<Parameters<typeof said<R>>[1]> : never;

const root = path.resolve(import.meta.dirname, '..');

const sources = globSync(['lib/**/*.{ts,tsx}', 'app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}'], {
  cwd: root,
})
  .filter((file) => !/\.test\.|^lib\/base\/texts\/|^lib\/api\/client\/|^lib\/mastra\/workflows\//.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

/** A word of a sentence and a space after it, in quotes of any kind. */
const sentence = /['"`][^'"`\n]*\w [^'"`\n]*['"`]/.source;

/** Where verbs refuse, and the columns that hold why something happened. */
const places = {
  'an error': `\\b(?:AppError|said|conflict|forbidden|unauthenticated|stale|tooLarge|rateLimited|notFound)\\(\\s*${sentence}`,
  'a fault': `\\bfault\\([^,]+,\\s*${sentence}`,
  'a column or fact': `\\b(?:closeReason|offReason|snapshotError|lastError|note|reason|error): ${sentence}`,
};

const found = (pattern: string, text: string) =>
  [...text.matchAll(new RegExp(pattern, 'g'))].map(([hit]) => hit);

// A report of a command line tool is not stored.
const wings = /^lib\/(?!work\/stores\/)(people|accounts|journal|desk|work|tell|api\/http)\//;

describe('a reason', () => {
  test.each(Object.entries(places))('is no sentence where %s is made', (_, pattern) => {
    const english = sources
      .filter(({ file }) => wings.test(file))
      .flatMap(({ file, text }) => found(pattern, text).map((hit) => `${file}: ${hit}`));
    expect(english).toEqual([]);
  });

  test.each([
    [`throw conflict('This task is closed.', { state })`, 'an error'],
    [`new AppError(\n  'This task is closed.')`, 'an error'],
    ['invalid([fault(`to[${at}]`, "is nobody here")])', 'a fault'],
    [`.set({ closeReason: 'The run was canceled.' })`, 'a column or fact'],
  ] as const)('would be caught as %s', (code, place) => {
    expect(found(places[place], code)).toHaveLength(1);
  });

  test('belongs to one code, has a sentence, and no parameter has the name of a standard member of problems', () => {
    expect(new Set(reasons).size).toBe(Object.values(reasonTexts).flatMap(Object.keys).length);
    for (const reason of reasons) expect(reasonTexts[codeOf(reason)]).toHaveProperty(reason);
    expect(sentenceOf(said('scope_missing', { scope: 'tasks:decide' }))).toContain('tasks:decide');
    expectTypeOf<Parameters<typeof said<'scope_missing'>>[1]>().toEqualTypeOf<{ scope: string }>();
    expectTypeOf<'own_request'>().not.toExtend<Parameters<typeof conflict>[0]>();
    expectTypeOf<Extract<Param<Reason>, keyof (typeof problemBody)['shape']>>().toBeNever();
  });

  test('is used somewhere', () => {
    const code = sources.map(({ text }) => text).join('\n');
    const isUsed = (reason: string) =>
      new RegExp(`['"\`]${reason}['"\`]|issueTexts\\.${reason}\\b`).test(code) ||
      (reason.startsWith('no_such_') && code.includes(`notFound('${reason.slice('no_such_'.length)}')`));
    const all = [...reasons, ...Object.keys(issueTexts), ...Object.keys(noteTexts)];
    expect(all.filter((reason) => !isUsed(reason))).toEqual([]);
  });

  test('stored in a row is shown in words; text stored by an older release is shown unchanged', () => {
    expect(noteIn('told_together')).toBe('told together with others');
    expect(noteIn('the request goes on')).toBe('the request goes on');
    expect(noteIn('constructor')).toBe('constructor');
  });
});
