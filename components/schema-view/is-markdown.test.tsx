import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { JsonSchema } from '@/lib/base/schema/types';
import { SchemaView } from './schema-view';

const shown = (text: string, node: JsonSchema = { type: 'string' }) =>
  renderToStaticMarkup(
    <SchemaView schema={{ type: 'object', properties: { text: node } }} value={{ text }} />,
  );

describe('a text whose schema says nothing is shown as Markdown', () => {
  test.each([
    ['with a heading', '# Findings\n\nAll is well.', '>Findings</h3>'],
    ['with a list', 'We found:\n\n- a leak\n- a crack', '<li'],
    ['with steps', '1. Drain it\n2. Weld it', '<ol'],
    ['with code', 'Run this:\n\n```\nrm -r tmp\n```', '<code'],
    ['with a table', '| a | b |\n| --- | --- |\n| 1 | 2 |', '<table'],
    ['with bold words', 'Total: **€120**\nDue: today', '<strong>€120</strong>'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toContain(expected);
    expect(shown(text, {})).toContain(expected);
  });
});

describe('a text is shown as it is', () => {
  test.each([
    ['on one line', '# 4711 and **more**'],
    ['in plain paragraphs', 'Dear Ana,\n\nsee you - or not - on Monday.\nBen'],
    ['with one dash', 'Ana\n- Ben'],
    ['with sums', '2 * 3 * 4\n5 ** 6'],
  ])('%s', (_, text) => {
    expect(shown(text)).not.toMatch(/<(?:h3|li|strong|em|table)\b/);
  });

  test('where its schema says that it is something else', () => {
    const code = shown('# a\n\n- b\n- c', { type: 'string', widget: 'code' });
    expect(code).not.toMatch(/<(?:h3|li)\b/);
  });
});

test('line breaks are kept, as in plain text', () => {
  expect(shown('**Ana**\nMain Street 1')).toContain('whitespace-pre-line');
});
