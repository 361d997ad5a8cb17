import { expect, test } from 'vitest';
import { cutText } from './cut';
import { pieces, readable } from './readable';
import { targetBeyond } from './real-host';

test.each([
  ['a direction override', 'pay 100\u202E001 EUR', 'pay 100⟦U+202E⟧001 EUR'],
  [
    'isolates and marks of direction',
    'a\u2066b\u2069c\u200Fd\u061Ce',
    'a⟦U+2066⟧b⟦U+2069⟧c⟦U+200F⟧d⟦U+061C⟧e',
  ],
  ['a zero-width space', '/var/\u200Bimportant', '/var/⟦U+200B⟧important'],
  ['a joiner between Latin letters', 'ad\u200Dmin', 'ad⟦U+200D⟧min'],
  ['a byte order mark and a soft hyphen', '\uFEFFin\u00ADvoice', '⟦U+FEFF⟧in⟦U+00AD⟧voice'],
  ['tags that spell a word', 'ok\u{E0068}\u{E0069}', 'ok⟦U+E0068 U+E0069⟧'],
  ['many of one', `a${'\u200B'.repeat(400)}b`, 'a⟦U+200B ×400⟧b'],
  [
    'many different ones',
    `a${'\u200B\u2060'.repeat(10)}`,
    'a⟦U+200B U+2060 U+200B U+2060 U+200B U+2060 +14⟧',
  ],
  ['data hidden in variation selectors', '😀\uFE0F\u{E0150}\u{E0151}', '😀\uFE0F⟦U+E0150 U+E0151⟧'],
  ['a variation selector after a letter', 'a\uFE0F', 'a⟦U+FE0F⟧'],
  ['controls', 'a\u0000b\u001B[31mc\u0085d\u007F', 'a⟦U+0000⟧b⟦U+001B⟧[31mc⟦U+0085⟧d⟦U+007F⟧'],
  ['a carriage return alone', 'good\rbad', 'good⟦U+000D⟧bad'],
  ['half of a surrogate pair', 'a\uD83Db', 'a⟦U+D83D⟧b'],
  ['a line separator', 'a\u2028b', 'a⟦U+2028⟧b'],
  ['letters that are blank', 'a\u3164b\u2800c', 'a⟦U+3164⟧b⟦U+2800⟧c'],
  ['a wide gap', `ls${'\u00A0'.repeat(400)}; rm -rf /`, 'ls⟦400 spaces⟧; rm -rf /'],
  ['many empty lines', `a${' \n'.repeat(200)}b`, 'a⟦200 line breaks⟧b'],
  ['accents without an end', `a${'\u0336'.repeat(50)}b`, `a${'\u0336'.repeat(8)}⟦U+0336 ×42⟧b`],
  ['a host of two alphabets', 'to \u0430pple.com', 'to \u0430pple.com⟦xn--pple-43d.com⟧'],
  [
    'an address in foreign letters',
    'https://\u0430\u0440\u0440\u04CF\u0435.com/x',
    'https://\u0430\u0440\u0440\u04CF\u0435.com⟦xn--80ak6aa92e.com⟧/x',
  ],
  ['a host that is named wrongly', 'http://\u0430b.eu⟦ab.eu⟧', 'http://\u0430b.eu⟦xn--b-7sb.eu⟧⟦ab.eu⟧'],
])('%s is said', (_, text, said) => {
  expect(readable(text)).toBe(said);
  expect(readable(said)).toBe(said);
});

test.each([
  ['ASCII', 'if (a) {\n\treturn b;\r\n}'],
  ['accents', 'Ångström naïve café — “quoted”, 1 200,50 €, 5 %'],
  ['accents that are written apart', 'e\u0301 n\u0303 o\u0302\u0323'],
  [
    'families and flags',
    '👩‍👩‍👧‍👦 👩🏽‍🚀 ❤️ ❤️‍🔥 🏳️‍🌈 🏴‍☠️ 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} 1️⃣ 🇮🇪 ☎︎',
  ],
  ['Arabic', 'الموافقة على ١٢٣ دينار'],
  ['Hebrew', 'אישור תשלום של 100 ₪'],
  ['Persian, whose words hold a non-joiner', 'می‌خواهم کتاب‌ها را ببینم'],
  ['Devanagari and Sinhala joiners', 'क्‍ष नमस्ते ශ්‍රී ලංකා'],
  ['Malayalam', 'അവൻ‌റെ'],
  ['Thai and Khmer word breaks', 'ภาษา\u200Bไทย ភាសា\u200Bខ្មែរ'],
  ['Mongolian variants', 'ᠠ\u180B ᠪᠠ'],
  ['variants of Han characters', '葛\u{E0100}城市 禰\uFE00'],
  ['Japanese with wide spaces', '承認　お願いします'],
  ['Cyrillic file names', 'договор.pdf и отчёт-2.docx'],
  ['indented code', `${' '.repeat(48)}return true;\n${'\t'.repeat(12)}x`],
])('%s stays as it is', (_, text) => {
  expect(pieces(text)).toEqual([{ kind: 'text', text }]);
  expect(readable(text)).toBe(text);
});

test.each([
  ['\u200B', 'hidden characters'],
  [' \n', 'gaps'],
  [`${' '.repeat(59)}\n`, 'gaps that are not wide'],
  ['a.', 'names with dots'],
  ['http://\u0430@', 'addresses'],
  ['\u0915\u094D', 'joined letters'],
  ['\u0336', 'accents'],
  ['👩\u200D', 'emoji'],
  ['\u{E0041}\u0430', 'both'],
])('takes 200 KB of %j without growing out of proportion (%s)', (unit) => {
  const shown = readable(unit.repeat(200_000 / unit.length));
  expect(shown.length).toBeLessThan(3_200_000);
});

test.each([
  ['https://bank.com', 'https://evil.example/x', 'evil.example'],
  ['our terms', 'https://docs.example/terms', 'docs.example'],
  ['https://\u0430pple.com/x', 'https://xn--pple-43d.com/x', 'xn--pple-43d.com'],
  ['https://bank.com@evil.example', 'https://evil.example', 'evil.example'],
  ['evil.example.bank.com', 'https://evil.example/', 'evil.example'],
  ['docs.example/terms', 'https://docs.example/terms', undefined],
  ['HTTPS://Docs.Example', 'https://docs.example/', undefined],
  ['boss@bank.com', 'mailto:thief@evil.example', 'thief@evil.example'],
  ['ana@example.com', 'mailto:ana@example.com', undefined],
  ['müller@example.com', 'mailto:müller@example.com', undefined],
  ['boss@bank.com', 'mailto:%zz@evil.example', '%zz@evil.example'],
])('a link that says %s and leads to %s shows %s', (text, href, target) => {
  expect(targetBeyond(text, href)).toBe(target);
});

test('cuts between characters as people see them', () => {
  const family = '👩‍👩‍👧‍👦';
  expect(cutText('short', 5)).toBe('short');
  expect(cutText('abcdefgh', 5)).toBe('abcd…');
  expect(cutText(`abc${family}d`, 8)).toBe('abc…');
  expect(cutText(`ab${'🎉'.repeat(10)}`, 8)).toBe('ab🎉🎉…');
  expect(cutText(`e\u0301e\u0301e\u0301`, 4)).toBe('e\u0301…');
  expect(cutText(family, 4)).toBe('…');
});
