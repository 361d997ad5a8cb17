import { expect, test } from 'vitest';
import { imageAddress, parseImageHosts } from './image-hosts';

test('splits a list into https origins and invalid parts', () => {
  expect(parseImageHosts(' https://img.example.com, https://cdn.example.com:8443\nhttps://a.b ')).toEqual({
    hosts: ['https://img.example.com', 'https://cdn.example.com:8443', 'https://a.b'],
    wrong: [],
  });
  const wrong = [
    'http://img.example.com',
    'https://*.example.com',
    '*',
    "'unsafe-inline'",
    'https://img.example.com/',
    'https://img.example.com/a',
    'https://u@img.example.com',
    'https://IMG.example.com',
    'img.example.com',
    'https://a.b;script-src',
  ];
  expect(parseImageHosts(wrong.join(' '))).toEqual({ hosts: [], wrong });
  expect(parseImageHosts(undefined)).toEqual({ hosts: [], wrong: [] });
});

const hosts = ['https://img.example.com'];
const png = 'data:image/png;base64,iVBORw0KGgo=';

test.each([['https://img.example.com/a.png?b=1'], ['https://IMG.example.com/a'], [png]])(
  '%s may be loaded',
  (text) => {
    expect(imageAddress(text, hosts)).toBe(text.replace('IMG', 'img'));
  },
);

test.each([
  'https://img.example.com.evil.test/a.png',
  'http://img.example.com/a.png',
  'https://user@img.example.com/a',
  'https://img.example.com:444/a',
  '//img.example.com/a',
  'data:image/svg+xml;base64,PHN2Zz4=',
  'data:text/html;base64,PGI+',
  'data:image/png,<svg>',
  `${png} x`,
  'javascript:alert(1)',
  'blob:https://img.example.com/1',
  '',
])('%s may not', (text) => {
  expect(imageAddress(text, hosts)).toBeUndefined();
});
