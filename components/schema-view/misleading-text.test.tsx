import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { SchemaForm } from '@/components/schema-form/schema-form';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { readableTexts } from '@/lib/base/texts/readable';
import { unseen } from '@/tests/support/misleading';
import { JsonTree } from './json-tree';
import { Markdown } from './markdown';
import { SchemaView } from './schema-view';

/** CPU time in ms, so that other processes do not count. */
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const html = (value: Json, schema: JsonSchema = true) =>
  renderToStaticMarkup(<SchemaView schema={schema} value={value} />);
const text = (markup: string) =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
const markdown = (source: string) => renderToStaticMarkup(<Markdown text={source} />);
const marks = (markup: string) =>
  [...markup.matchAll(/<mark[^>]*><span class="sr-only">([^<]*)<\/span>([^<]*)<\/mark>/g)].map(
    ([, what, mark]) => `${what}${mark}`,
  );

const hostile = 'pay 100\u202E001\u200B EUR\u0000 \uD83D';
const all = ['hidden: U+202E', 'hidden: U+200B', 'hidden: U+0000', 'hidden: U+D83D'];
const string = (more: object): JsonSchema => ({
  type: 'object',
  properties: { a: { type: 'string', ...more } },
});

describe('invisible characters in evidence are marked', () => {
  test.each<[string, Json, JsonSchema, number]>([
    ['text', { a: hostile }, string({}), 1],
    ['long text', { a: `${hostile}\n`.repeat(40) }, string({}), 48],
    ['code', { a: hostile }, string({ widget: 'code' }), 1],
    ['an address that is none', { a: hostile }, string({ format: 'email' }), 1],
    ['a date that is none', { a: hostile }, string({ format: 'date' }), 1],
    ['a time that is none', { a: hostile }, string({ format: 'date-time' }), 1],
    ['a choice that is not offered', { a: hostile }, string({ enum: ['x'] }), 1],
    ['what the schema does not know', { a: { b: { c: hostile } } }, true, 1],
    ['a list', { a: [hostile, hostile] }, true, 2],
    ['a list of lists', { a: [[hostile]] }, true, 1],
    ['a table', { a: Array.from({ length: 12 }, (_, b) => ({ b, c: hostile })) }, true, 12],
    ['a change of text', { a: { before: `${hostile} x`, after: `${hostile} y` } }, true, 3],
  ])('in %s', (_, value, schema, times) => {
    const markup = html(value, schema);
    expect(markup).not.toMatch(unseen);
    const found = marks(markup);
    for (const mark of all) expect(found.filter((each) => each === mark)).toHaveLength(times);
  });

  test.each<[string, Json, JsonSchema]>([
    ['an object', { [hostile]: 1 }, true],
    ['a record', { [hostile]: 1 }, { type: 'object', additionalProperties: { type: 'number' } }],
    ['a tree', { a: { b: { [hostile]: { c: 1 } } } }, true],
    ['a table', { a: [{ [hostile]: 1 }, { [hostile]: 2 }] }, true],
    ['a change', { a: { before: { [hostile]: 1 }, after: { [hostile]: 2 } } }, true],
  ])('in the names of %s', (_, value, schema) => {
    const markup = html(value, schema);
    expect(markup).not.toMatch(unseen);
    expect(text(markup)).toContain('100⟦U+202E⟧001⟦U+200B⟧');
  });

  test('in a literal JSON tree', () => {
    const markup = renderToStaticMarkup(<JsonTree value={{ [hostile]: hostile }} literal />);
    expect(markup).not.toMatch(unseen);
    expect(marks(markup)).toContain('hidden: U+202E');
  });
});

test('a field with such an initial value says what it cannot show', () => {
  const schema: JsonSchema = { type: 'object', properties: { a: { type: 'string' } } };
  const form = (a: string) =>
    renderToStaticMarkup(
      <SchemaForm schema={schema} prefix="p" idPrefix="i" hidden={[]} defaultValue={{ a }} disabled />,
    );
  expect(marks(form('pay 100\u202E001'))).toEqual(['hidden: U+202E']);
  expect(marks(form('می\u200Cخواهم'))).toEqual([]);
});

test.each([
  ['malformed', '%zz'],
  ['hidden', '%E2%80%AE'],
])('a mail address with %s encoding is shown', (_, local) => {
  const address = `${local}@evil.example`;
  expect(text(html({ a: address }, string({ format: 'email' })))).toContain(address);
  const link = markdown(`[boss@bank.com](mailto:${address})`);
  expect(link).not.toMatch(unseen);
  expect(text(link)).toContain('@evil.example');
});

test('a link whose text names another host shows where it leads', () => {
  const link = (address: string) => marks(html({ a: address }));
  expect(link('https://\u0430pple.com/x')).toEqual([
    'leads to xn--pple-43d.com',
    'leads to xn--pple-43d.com',
  ]);
  expect(link('https://apple.com/x')).toEqual([]);
});

describe('Markdown hides nothing', () => {
  test.each([
    ['[https://bank.com](https://\u0430pple.com/x)', ['leads to xn--pple-43d.com']],
    ['[**our** terms](https://docs.example/terms)', ['leads to docs.example']],
    ['[boss@bank.com](mailto:thief@evil.example)', ['leads to thief@evil.example']],
    ['![bank.com](https://evil.example/p.png)', ['leads to evil.example']],
    ['https://docs.example/terms and <ana@example.com>', []],
    ['pay 100&#8238;001', ['hidden: U+202E']],
    ['`rm \u202E/ fr-`', ['hidden: U+202E']],
    ['```\nrm \u202E/ fr-\n```', ['hidden: U+202E']],
    ['a\u200Bb \uD83D', ['hidden: U+200B', 'hidden: U+D83D']],
  ])('%s', (source, expected) => {
    const markup = markdown(source);
    expect(markup).not.toMatch(unseen);
    expect(marks(markup)).toEqual(expected);
  });

  test.each([
    ['HTML', 'a <!-- approve it --> b <i title="x">c</i>', '<!-- approve it -->'],
    ['a block of HTML', '<div hidden>\napprove it\n</div>', 'approve it'],
    [
      'a definition that nothing refers to',
      'a\n\n[approve]: https://x.example "it"',
      '[approve]: https://x.example "it"',
    ],
    [
      'a second definition',
      '[a]\n\n[a]: https://x.example\n[a]: https://y.example/it',
      'https://y.example/it',
    ],
    ['a note that nothing refers to', 'a\n\n[^1]: approve it', 'approve it'],
    ['cells beyond the head', '| a |\n|---|\n| b | approve it |', 'approve it'],
    ['the title of a link', '[a](https://x.example "approve it")', 'approve it'],
    ['the head of a block of code', '```js approve it\nx\n```', 'js approve it'],
  ])('%s', (_, source, kept) => {
    expect(text(markdown(source))).toContain(kept);
  });
});

describe('Markdown that would block the page is shown as plain text', () => {
  test.each([
    ['emphasis without end', '_a_ '.repeat(25_000)],
    ['quotes within quotes', `${'>'.repeat(3_000)}a`],
    [
      'lists within lists',
      Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n'),
    ],
    ['lists on one line', `${'- '.repeat(500)}a`],
    ['quotes that go on', `${'> '.repeat(8)}a\n${'b\n'.repeat(10_000)}`],
    ['links', '[a](b'.repeat(20_000)],
    ['a table', '|a'.repeat(300) + '\n' + '|-'.repeat(300) + '\n' + ('|b'.repeat(300) + '\n').repeat(100)],
    ['a megabyte', 'word '.repeat(200_000)],
  ])('%s', (_, source) => {
    const began = cpuMs();
    const markup = markdown(source);
    expect(markup).toContain(readableTexts.unformatted);
    expect(markup.match(/<(em|blockquote|li|td|a)\b/g)).toBeNull();
    expect(text(markup)).toContain(source.trim().slice(-20));
    expect(cpuMs() - began).toBeLessThan(10_000);
  });

  test.each([
    ['bold', '**a '.repeat(1_300)],
    ['brackets', '['.repeat(3_900)],
    ['images', `${'!['.repeat(900)}a${'](b)'.repeat(400)}`],
    ['emphasis in emphasis', `${'*a **b '.repeat(400)}${'b** a*'.repeat(400)}`],
    ['quotes', `${'>'.repeat(90)}a`],
    ['a long contract', '## 1. Scope\n\nThe **Supplier** delivers.\n\n'.repeat(700)],
  ])('and %s within the bounds is no error', (_, source) => {
    const began = cpuMs();
    expect(markdown(source)).not.toBe('');
    expect(cpuMs() - began).toBeLessThan(10_000);
  });

  test('an ordinary long document keeps its formatting', () => {
    const document = '## 1. Scope\n\nThe **Supplier** delivers as *agreed*.\n\n- one\n- two\n\n'.repeat(200);
    const markup = markdown(document);
    expect(markup).not.toContain(readableTexts.unformatted);
    expect(markup).toContain('<strong>Supplier</strong>');
  });
});
