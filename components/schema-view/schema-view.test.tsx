import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { webAddress } from '@/lib/base/readable/real-host';
import type { JsonSchema } from '@/lib/base/schema/types';
import { attributes } from '@/tests/support/posted-entries';
import { JsonTree } from './json-tree';
import { beginning } from './long-text';
import { SchemaView } from './schema-view';
import { sortedOrder } from './sort-rows';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });
const html = (schema: z.ZodType | JsonSchema, value: unknown) =>
  renderToStaticMarkup(
    <SchemaView schema={schema instanceof z.ZodType ? json(schema) : schema} value={value} />,
  );
const text = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[^\S\u00a0]+/g, ' ')
    .trim();
const seen = (schema: z.ZodType | JsonSchema, value: unknown) => text(html(schema, value));

describe('values formatted by their schema', () => {
  test.each<[string, z.ZodType, unknown, string]>([
    [
      'money',
      z.object({ amount: z.number().meta({ currency: 'EUR' }) }),
      { amount: 1240 },
      'Amount €1,240.00',
    ],
    [
      'money by sibling',
      z.object({ amount: z.number().meta({ currencyField: 'ccy' }), ccy: z.string() }),
      { amount: -3.5, ccy: 'USD' },
      'Amount -US$3.50 Ccy USD',
    ],
    [
      'money without minor unit',
      z.object({ a: z.number().meta({ currency: 'JPY' }) }),
      { a: 1200 },
      'A JP¥1,200',
    ],
    [
      'more decimals than usual',
      z.object({ a: z.number().meta({ currency: 'EUR' }) }),
      { a: 0.0125 },
      'A €0.0125',
    ],
    ['zero', z.object({ a: z.number() }), { a: 0 }, 'A 0'],
    ['unit', z.object({ a: z.number().meta({ unit: 'km' }) }), { a: 12345.5 }, 'A 12,345.5\u00a0km'],
    ['percent', z.object({ a: z.number().meta({ unit: '%' }) }), { a: 19 }, 'A 19%'],
    ['a year', z.object({ year: z.int() }), { year: 2026 }, 'Year 2026'],
    ['true', z.object({ isUrgent: z.boolean() }), { isUrgent: true }, 'Is urgent Yes'],
    ['false', z.object({ isUrgent: z.boolean() }), { isUrgent: false }, 'Is urgent No'],
    ['null', z.object({ a: z.string().nullable() }), { a: null }, 'A None'],
    ['empty text', z.object({ a: z.string() }), { a: '' }, 'A Empty text'],
    ['empty list', z.object({ a: z.array(z.string()) }), { a: [] }, 'A None'],
    ['empty object', z.object({ a: z.record(z.string(), z.string()) }), { a: {} }, 'A No details'],
    ['enum', z.object({ a: z.enum(['in_review']) }), { a: 'in_review' }, 'A In review'],
    ['enum of several', z.object({ a: z.enum(['in_review', 'b']) }), { a: 'in_review' }, 'A In review'],
    [
      'option labels',
      z.object({ a: z.enum(['x', 'y']).meta({ labels: { x: 'Extra' } }) }),
      { a: 'x' },
      'A Extra',
    ],
    ['date', z.object({ a: z.iso.date() }), { a: '2026-11-03' }, 'A Tue, 3 Nov 2026'],
    [
      'date-time',
      z.object({ a: z.iso.datetime() }),
      { a: '2026-11-03T14:05:00Z' },
      'A Tue, 3 Nov 2026, 14:05 UTC',
    ],
    ['what is no date', z.object({ a: z.iso.date() }), { a: 'soon' }, 'A soon'],
    ['keys the schema does not know', z.object({ a: z.string() }), { a: 'x', dueBy: 0 }, 'A x Due by 0'],
    ['another type than the schema says', z.object({ a: z.number() }), { a: 'many' }, 'A many'],
    ['record keys as they are', z.record(z.string(), z.number()), { netPrice: 1 }, 'netPrice 1'],
    ['list', z.object({ tags: z.array(z.string()) }), { tags: ['x', '', 'z'] }, 'Tags x Empty text z'],
    ['tuple', z.object({ t: z.tuple([z.string(), z.boolean()]) }), { t: ['x', false] }, 'T x No'],
    [
      'union',
      z.object({
        p: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('a'), fee: z.number().meta({ currency: 'EUR' }) }),
          z.object({ kind: z.literal('b') }),
        ]),
      }),
      { p: { kind: 'a', fee: 2 } },
      'P Kind A Fee €2.00',
    ],
    [
      'sensitive',
      z.object({ iban: z.string().meta({ sensitive: true, title: 'IBAN' }) }),
      { iban: 'DE123' },
      'IBAN •••• Hidden',
    ],
  ])('%s', (_, schema, value, expected) => {
    expect(seen(schema, value)).toBe(expected);
  });

  test('a list of objects is a table with every column any row has', () => {
    const schema = z.object({ lines: z.array(z.object({ sku: z.string(), qty: z.int(), ok: z.boolean() })) });
    const markup = html(schema, {
      lines: [
        { sku: 'a', qty: 0, ok: false },
        { sku: '', qty: 2, ok: true, extra: null },
      ],
    });
    expect(markup).toMatch(/role="region" aria-label="Lines" tabindex="0"/);
    expect(text(markup)).toBe('Lines SKU Qty Ok Extra a 0 No – Not given Empty text 2 Yes None');
    expect(markup.match(/scope="col"/g)).toHaveLength(4);
  });

  test('objects too rich for a table are entries', () => {
    const schema = z.object({ stops: z.array(z.object({ at: z.object({ city: z.string() }) })) });
    const markup = html(schema, { stops: [{ at: { city: 'Bern' } }] });
    expect(markup).not.toContain('<table');
    expect(text(markup)).toBe('Stops Stops 1 At City Bern');
  });

  test('before and after are shown side by side', () => {
    const schema = z.object({
      limit: z.object({ before: z.number(), after: z.number().meta({ currency: 'EUR' }) }),
    });
    expect(seen(schema, { limit: { before: 0, after: 5 } })).toBe('Limit Before 0 After €5.00');
    expect(seen(schema, { limit: { before: 5, after: 5 } })).toContain('No change');
  });

  test('a value that the schema does not describe is a folding tree', () => {
    const markup = html(z.object({ meta: z.unknown() }), { meta: { aB: { c: [1, false, null] }, d: '' } });
    expect(markup).toContain('<details');
    expect(text(markup)).toBe('Meta A b 1 detail C 3 entries 1 1 2 No 3 None D Empty text');
  });

  test('long text keeps its lines and folds', () => {
    const long = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
    const markup = html(z.object({ a: z.string() }), { a: long });
    expect(markup).toContain('<summary');
    expect(markup).toContain('line 39');
    expect(text(markup)).toContain(`Show ${long.length - 'line 0\n'.length * 8 + 1} more characters`);
    expect(beginning(long)).toMatch(/^line 0\nline 1[\s\S]*line 7…$/);
    expect(beginning('short')).toBeUndefined();
  });

  test('says how much of a text is hidden, to the character', () => {
    const long = `echo ${'harmless '.repeat(274)}&& rm -rf /`;
    const hidden = long.length - (beginning(long)!.length - 1);
    expect(seen(z.object({ a: z.string() }), { a: long })).toContain(
      `Show ${hidden.toLocaleString('en-GB')} more characters`,
    );
    expect(hidden).toBeGreaterThan(1_999);
  });

  test.each<[string, z.ZodType, unknown]>([
    ['a long text', z.string(), `a ${'b '.repeat(2_000)}END`],
    ['Markdown', z.string().meta({ format: 'markdown' }), `# a\n\n${'b '.repeat(9_000)}\n\nEND`],
    ['code', z.string().meta({ format: 'code' }), `a\n${'b\n'.repeat(200)}${' '.repeat(400)}END`],
    ['a list', z.array(z.string()), [...Array.from({ length: 199 }, () => 'b'), 'END']],
    [
      'a table',
      z.array(z.object({ a: z.string() })),
      [...Array.from({ length: 99 }, () => ({ a: 'b' })), { a: 'END' }],
    ],
    [
      'a tree',
      z.unknown(),
      { a: { b: { c: { d: { e: [...Array.from({ length: 150 }, () => 'b'), 'END'] } } } } },
    ],
    ['a change', z.unknown(), { before: { a: 1, b: 'END' }, after: { a: 2, b: 'END' } }],
  ])('folds nothing of %s that has to be shown whole', (_, schema, value) => {
    const markup = renderToStaticMarkup(
      <SchemaView schema={json(z.object({ x: schema }))} value={{ x: value }} whole />,
    );
    expect(text(markup)).toContain('END');
    expect(markup).not.toMatch(/<details(?![^>]*open)|max-h-96|max-h-128/);
    expect(text(markup)).not.toMatch(/Show [\d,]+ more|Show both/);
  });

  test('long lists show fifty entries first', () => {
    const markup = html(
      z.array(z.int()),
      Array.from({ length: 200 }, (_, index) => index),
    );
    expect(text(markup)).toContain('Show 150 more');
    expect(text(markup)).toContain(' 199');
  });
});

describe('links', () => {
  test.each([
    ['https://example.org/a?b=1', 'https://example.org/a?b=1'],
    ['http://example.org', 'http://example.org/'],
    ['javascript:alert(1)', undefined],
    ['https://bank.com@evil.org', undefined],
    ['data:text/html,x', undefined],
    ['https://a b', undefined],
    ['//example.org', undefined],
  ])('%s', (address, expected) => {
    expect(webAddress(address)).toBe(expected);
  });

  test('lead to other sites without a referrer, and images are not loaded', () => {
    const markup = html(z.object({ photo: z.url().meta({ widget: 'image' }), mail: z.email() }), {
      photo: 'https://x.org/p.png',
      mail: 'a@b.co',
    });
    expect(markup).toContain('rel="noreferrer noopener nofollow"');
    expect(markup).toContain('href="mailto:a@b.co"');
    expect(markup).not.toContain('<img');
    expect(html(z.object({ a: z.email() }), { a: 'a@b.co?bcc=all@b.co' })).not.toContain('mailto');
  });

  test('markup in values is shown as text', () => {
    expect(html(z.object({ a: z.string() }), { a: '<img src=x onerror=alert(1)>' })).not.toContain('<img');
  });
});

describe('sensitive parts stay hidden', () => {
  const secret = z.string().meta({ sensitive: true });
  const value = (kind: string) => ({
    p: { kind, inner: { pin: 'leak' } },
    rows: [{ pin: 'leak' }],
    box: { x: 'leak' },
    all: { a: 'leak' },
  });
  const schema = z.object({
    p: z.union([
      z.object({ kind: z.literal('a'), inner: z.object({ pin: secret }) }),
      z.object({ kind: z.literal('b') }),
    ]),
    rows: z.array(z.object({ pin: secret })),
    box: z.record(z.string(), secret),
    all: z.object({ a: z.string() }).meta({ sensitive: true }),
  });

  test.each(['a', 'unknown'])('in a union of kind %s, tables, records and whole objects', (kind) => {
    expect(seen(schema, value(kind))).not.toContain('leak');
  });
});

/** Every scalar inside a value, as the words it must be shown with. */
function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.length > 0 ? value.flatMap(leaves) : ['Empty|None'];
  if (typeof value === 'object' && value !== null) {
    const all = Object.values(value);
    return all.length > 0 ? all.flatMap(leaves) : ['No details|Empty'];
  }
  if (value === null) return ['None'];
  if (value === '') return ['Empty text'];
  return [value === true ? 'Yes' : value === false ? 'No' : String(value)];
}

test('every leaf of a value is shown, whatever the schema', () => {
  const value = {
    zero: 0,
    no: false,
    yes: true,
    empty: '',
    nothing: null,
    list: [0, false, '', null, []],
    rows: [
      { a: 0, b: false },
      { a: null, c: '' },
    ],
    deep: { deeper: { deepest: [[1, [2]], { x: {} }] } },
  };
  const schemas: (JsonSchema | z.ZodType)[] = [
    true,
    {},
    { type: 'string' },
    { type: 'object' },
    { anyOf: [{ type: 'number' }, { type: 'string' }] },
    z.object({ zero: z.string(), rows: z.string(), deep: z.array(z.number()) }),
    z.looseObject({
      deep: z.object({ deeper: z.unknown() }),
      rows: z.array(z.object({ a: z.number().nullable() })),
    }),
  ];
  for (const schema of schemas) {
    let shown = seen(schema, value);
    for (const leaf of leaves(value)) {
      const found = leaf
        .split('|')
        .map((word) => shown.indexOf(word))
        .find((at) => at >= 0);
      expect(found, `${leaf} in ${shown}`).toBeDefined();
      // Each word found is used up, so that a word which occurs twice must be shown twice.
      const word = leaf.split('|').find((each) => shown.indexOf(each) === found) ?? '';
      shown = shown.slice(0, found) + shown.slice((found ?? 0) + word.length);
    }
  }
});

test('the tree shows literal JSON when asked', () => {
  const markup = renderToStaticMarkup(
    <JsonTree value={{ aB: '5', n: 5, none: null, list: [], o: {} }} literal />,
  );
  expect(text(markup)).toBe('aB "5" n 5 none null list Empty o Empty');
  expect(text(renderToStaticMarkup(<JsonTree value={[]} />))).toBe('Empty');
});

describe('markdown', () => {
  const markdown = (text_: string) =>
    html(z.object({ a: z.string().meta({ widget: 'markdown' }) }), { a: text_ });

  test('is rendered, with headings nested below the page’s own', () => {
    const markup = markdown(
      '## One\n\n#### Two\n\n# Three\n\n**bold** ~~gone~~\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```\nlet x = 1\n```',
    );
    expect([...markup.matchAll(/<(h\d)/g)].map(([, tag]) => tag)).toEqual(['h3', 'h4', 'h3']);
    for (const part of [
      '<strong>bold</strong>',
      '<del>gone</del>',
      '<table',
      'text-right',
      'let x = 1',
      'Done:',
      'Open:',
    ])
      expect(markup).toContain(part);
    expect(markup).not.toMatch(/<input|style=|\sid="/);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onclick=alert(1)>b</b>',
    '[x](javascript:alert(1))',
    '[x](  JaVaScript:alert(1))',
    '[x](data:text/html,y)',
    '![p](https://evil.org/p.png)',
    '![p](javascript:alert(1))',
    '[x](//evil.org)',
    '[x](/sign-out)',
    '[x](mailto:a@b.co?bcc=c@d.co)',
    '<javascript:alert(1)>',
    '[x](https://a@evil.org)',
    '[a]\n\n[a]: javascript:alert(1)',
    '[^1]\n\n[^1]: note',
    '<style>*{display:none}</style>',
    '<a href="javascript:alert(1)">x</a>',
    '&#106;avascript:alert(1)',
  ])('of %s nothing runs, loads or leads anywhere but the web and mail', (text_) => {
    const markup = markdown(text_);
    const tags = markup.replaceAll(/>[^<]*/g, '>');
    expect(tags).not.toMatch(/<(script|style|img|iframe|b |input|form)|\son\w+=|style="/i);
    for (const [, href] of markup.matchAll(/href="([^"]*)"/g))
      expect(href).toMatch(/^(https?:\/\/(?!.*@)|mailto:[^?]*$)/);
  });

  test('links are marked as links and send no referrer', () => {
    const markup = markdown(
      '[docs](https://example.org/x) [mail](mailto:a@b.co) ![chart](https://example.org/c.png) https://example.com',
    );
    expect([...markup.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'https://example.org/x',
      'mailto:a@b.co',
      'https://example.org/c.png',
      'https://example.com/',
    ]);
    expect(markup.match(/rel="noreferrer noopener nofollow"/g)).toHaveLength(3);
    expect(text(markup)).toContain('Image: chart');
  });

  test('long text folds and loses nothing', () => {
    const markup = markdown(Array.from({ length: 400 }, (_, index) => `Paragraph ${index}.`).join('\n\n'));
    expect(markup).toContain('<summary');
    expect(markup).toContain('Paragraph 399.');
  });
});

describe('changes', () => {
  const pair = (schema: z.ZodType, before: unknown, after: unknown) =>
    seen(z.object({ a: z.object({ before: schema, after: schema }) }), { a: { before, after } });

  test('of texts are shown word by word', () => {
    expect(pair(z.string(), 'The cat sat down.', 'The dog sat down.')).toContain(
      'The [removed: cat ] [added: dog ] sat down.',
    );
  });

  test('of structures are shown under their fields’ names', () => {
    const schema = z.object({
      total: z.number().meta({ currency: 'EUR' }),
      lines: z.array(z.object({ sku: z.string(), qty: z.int() })),
    });
    const shown = pair(
      schema,
      {
        total: 5,
        lines: [
          { sku: 'a', qty: 1 },
          { sku: 'b', qty: 2 },
        ],
      },
      {
        total: 7.5,
        lines: [
          { sku: 'a', qty: 3 },
          { sku: 'b', qty: 2 },
        ],
      },
    );
    expect(shown).toContain('Total €5.00 became €7.50 Lines 1, Qty 1 became 3 Show both in full');
  });

  test('reveal no hidden part', () => {
    expect(
      pair(z.object({ pin: z.string().meta({ sensitive: true }) }), { pin: 'leak one' }, { pin: 'leak two' }),
    ).not.toContain('leak');
  });
});

describe('tables of more than ten rows', () => {
  const rows = Array.from({ length: 100 }, (_, index) => ({
    n: (index * 37) % 100,
    at: index % 3 ? null : `2026-01-01T0${index % 9}:00:00Z`,
  }));

  test('keep their order without scripts, the later rows folded', () => {
    const shown = seen(
      z.object({ rows: z.array(z.object({ n: z.int(), at: z.iso.datetime().nullable() })) }),
      { rows },
    );
    expect(shown).toContain('Show 50 more');
    for (const { n } of rows) expect(shown).toMatch(new RegExp(`\\b${n}\\b`));
  });

  test('sort by number, text or time, with missing values last in both directions', () => {
    const keys = [
      [2, 'b10'],
      [null, 'b9'],
      [10, null],
      [2, 'A1'],
    ];
    expect(sortedOrder(keys, { column: 0, down: false })).toEqual([0, 3, 2, 1]);
    expect(sortedOrder(keys, { column: 0, down: true })).toEqual([2, 0, 3, 1]);
    expect(sortedOrder(keys, { column: 1, down: false })).toEqual([3, 1, 0, 2]);
    expect(sortedOrder(keys, null)).toEqual([0, 1, 2, 3]);
  });
});

test('a hidden part has a reveal button only where revealing is possible', () => {
  const schema = json(
    z.object({ accounts: z.array(z.object({ iban: z.string().meta({ sensitive: true }) })) }),
  );
  const value = { accounts: [{ iban: 'DE12' }] };
  const asked = renderToStaticMarkup(
    <SchemaView schema={schema} value={value} revealHref="/api/tasks/t/reveal" />,
  );
  expect(text(asked)).toContain('Reveal');
  expect(asked).not.toContain('DE12');
  expect(html(schema, value)).not.toContain('Reveal');
});

test('a hidden part in a tree or among changes has the button too, with its path', () => {
  const pin = z.string().meta({ sensitive: true });
  const reveals = (schema: z.ZodType, value: unknown) =>
    renderToStaticMarkup(<SchemaView schema={json(schema)} value={value} revealHref="/r" />).split('Reveal<')
      .length - 1;
  // No variant fits, so the whole value is a tree.
  expect(
    reveals(z.object({ p: z.union([z.object({ a: z.object({ pin }), n: z.number() }), z.number()]) }), {
      p: { a: { pin: 'x' } },
    }),
  ).toBe(1);
  const pair = z.object({
    before: z.object({ who: z.object({ pin }).optional() }),
    after: z.object({ who: z.object({ pin }).optional() }),
  });
  // Once where it came in, once in the full view.
  expect(reveals(z.object({ change: pair }), { change: { before: {}, after: { who: { pin: 'x' } } } })).toBe(
    2,
  );
  expect(
    seen(z.object({ change: pair }), {
      change: { before: { who: { pin: 'x' } }, after: { who: { pin: 'y' } } },
    }),
  ).toContain('Hidden parts are not compared.');
});

test('a tree names the path of each hidden part', () => {
  const paths: string[] = [];
  const mark = (path: readonly (string | number)[]) => {
    paths.push(JSON.stringify(path));
    return null;
  };
  renderToStaticMarkup(<JsonTree value={{ a: [{ 'b c': '••••' }, 1], d: '••••' }} renderHidden={mark} />);
  expect(paths).toEqual(['["a",0,"b c"]', '["d"]']);
});

test('images from allowed hosts or inside the data are shown; any other is a link', () => {
  const schema = z.object({
    photo: z.string().meta({ widget: 'image' }),
    text: z.string().meta({ widget: 'markdown' }),
  });
  const pages = (photo: string) =>
    html(schema, {
      photo,
      text: '![the hall](https://img.example.com/hall.png) ![a door](https://other.example.com/door.png)',
    });
  expect(pages('https://img.example.com/a.png')).not.toContain('<img');
  vi.stubEnv('IMAGE_HOSTS', 'https://img.example.com');
  onTestFinished(() => void vi.unstubAllEnvs());
  const shown = pages('https://img.example.com/a.png');
  const images = [...shown.matchAll(/<img[^>]*>/g)].map(([tag]) => attributes(tag));
  expect(
    images.map((tag) => [tag.get('src'), tag.get('alt'), tag.get('loading'), tag.get('referrerPolicy')]),
  ).toEqual([
    ['https://img.example.com/a.png', 'Photo', 'lazy', 'no-referrer'],
    ['https://img.example.com/hall.png', 'the hall', 'lazy', 'no-referrer'],
  ]);
  expect(text(shown)).toContain('Image: a door');
  expect(pages('https://other.example.com/a.png')).toContain('<a href="https://other.example.com/a.png"');
  expect(pages('data:image/png;base64,iVBORw0KGgo=')).toContain('src="data:image/png;base64,iVBORw0KGgo="');
  expect(pages('data:image/svg+xml;base64,PHN2Zz4=').match(/<img/g)).toHaveLength(1);
});
