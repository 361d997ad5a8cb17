import { addresses, lookAlikeHost } from './real-host';

/**
 * A piece of text as written, or a mark for what a reader would not see: code points of invisible characters,
 * a long run of spaces, or the host behind look-alike letters.
 */
export type Piece = { kind: 'text' | 'hidden' | 'host'; text: string };

/** Scripts in which zero-width characters join, separate or break words. */
const joining = [
  'Arabic Syriac Mandaic Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada',
  'Malayalam Sinhala Tibetan Thai Lao Khmer Myanmar Balinese Javanese',
]
  .flatMap((scripts) => scripts.split(' '))
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('');

/** More than anybody writes, and enough to push the text that follows out of sight or over other text. */
const [manySpaces, manyLines, manyAccents] = [60, 30, 8];

const emoji = String.raw`\p{Extended_Pictographic}(?:[\uFE0E\uFE0F]|\p{Emoji_Modifier})?`;

/** Where invisible characters are legitimate: emoji, joined letters, Han variants, line ends. */
const belonging = [
  String.raw`\u{1F3F4}\u{E0067}\u{E0062}[\u{E0061}-\u{E007A}]{3}\u{E007F}`,
  String.raw`[#*\d]\uFE0F\u20E3`,
  String.raw`${emoji}(?:\u200D${emoji})*`,
  String.raw`[${joining}]\p{M}{0,${manyAccents}}[\u200B-\u200D](?=[${joining}])`,
  String.raw`[${joining}]\u200D(?!\p{Default_Ignorable_Code_Point})`,
  String.raw`\p{Script=Han}[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
  String.raw`\p{Script=Mongolian}[\u180B-\u180D\u180F]`,
  String.raw`\r\n`,
].join('|');

const hidden =
  String.raw`[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cs}\p{Zl}\p{Zp}` +
  String.raw`\0-\x08\v\f\r\x0E-\x1F\x7F-\x9F\uFFF9-\uFFFB\u2800]+`;

const unsaid = new RegExp(
  [
    `(?:${belonging})`,
    `(?<hidden>${hidden})`,
    String.raw`(?<gap>[\p{Zs}\t\n]{${manyLines},})`,
    String.raw`(?<=\p{M}{${manyAccents}})(?<accents>\p{M}+)`,
  ].join('|'),
  'gu',
);
const spaces = new RegExp(String.raw`[\p{Zs}\t]{${manySpaces},}`, 'gu');

const codeOf = (character: string) =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

const mostNamed = 6;

/** "U+202E", "U+200B ×400", or the first few of a mixed run. */
function named(run: string): string {
  const characters = [...run];
  const first = codeOf(characters[0] ?? '');
  if (characters.length === 1) return first;
  if (new Set(characters).size === 1) return `${first} ×${characters.length}`;
  const rest = characters.length - mostNamed;
  return [...characters.slice(0, mostNamed).map(codeOf), ...(rest > 0 ? [`+${rest}`] : [])].join(' ');
}

/** Splits a text at the matches of a pattern. A match for which `mark` returns undefined stays text. */
function split(
  text: string,
  pattern: RegExp,
  mark: (found: RegExpExecArray) => Piece[] | undefined,
): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const marks = mark(match);
    if (!marks) continue;
    found.push({ kind: 'text', text: text.slice(from, match.index) }, ...marks);
    from = match.index + match[0].length;
  }
  return [...found, { kind: 'text' as const, text: text.slice(from) }].filter((piece) => piece.text !== '');
}

const note = (text: string): Piece[] => [{ kind: 'hidden', text }];

function gapOf(gap: string): Piece[] | undefined {
  const lines = gap.split('\n').length - 1;
  if (lines >= manyLines) return note(`${lines} line breaks`);
  const parts = split(gap, spaces, ([run]) => note(`${[...run].length} spaces`));
  return parts.every(({ kind }) => kind === 'text') ? undefined : parts;
}

/** A host is named once, even if marked text is marked again. */
const withHosts = (text: string): Piece[] =>
  split(text, addresses, ({ 0: found, index }) => {
    const host = lookAlikeHost(found);
    if (host === undefined || text.startsWith(`⟦${host}⟧`, index + found.length)) return undefined;
    return [
      { kind: 'text', text: found },
      { kind: 'host', text: host },
    ];
  });

/** Fast path: most text is printable ASCII without a wide gap, and hides nothing. */
const suspect = new RegExp(String.raw`[^\t\n -~]|[\t\n ]{${manyLines}}`);

/**
 * Somebody's text, with marks for what a reader would not see or be misled by. Ordinary text in any language,
 * emoji included, stays one piece. Runs in linear time.
 */
export function pieces(text: string): Piece[] {
  if (!suspect.test(text)) return text === '' ? [] : [{ kind: 'text', text }];
  const seen = split(text, unsaid, ({ groups }) => {
    if (groups?.hidden !== undefined) return note(named(groups.hidden));
    if (groups?.accents !== undefined) return note(named(groups.accents));
    return groups?.gap === undefined ? undefined : gapOf(groups.gap);
  });
  return seen.flatMap((piece) => (piece.kind === 'text' ? withHosts(piece.text) : [piece]));
}

/** The same as one string: "pay 100⟦U+202E⟧001 EUR". Safe for a mail, a message, a table or a terminal. */
export const readable = (text: string): string =>
  pieces(text)
    .map(({ kind, text: part }) => (kind === 'text' ? part : `⟦${part}⟧`))
    .join('');
