import { decoded } from './decoded';

const host = String.raw`[\p{L}\p{M}\p{N}.\-。．｡]`;
const label = String.raw`[\p{L}\p{M}\p{N}\-]`;
const address = new RegExp(String.raw`https?:\/\/[^\s/?#\\]+`, 'iu');

/** Scripts with letters that look like Latin ones. */
const lookAlike =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u;
const isMixed = (part: string) => /[a-z]/i.test(part) && lookAlike.test(part);
const isAscii = (text: string) => /^\p{ASCII}*$/u.test(text);

/** Web addresses, and dotted words that may be one. */
export const addresses = new RegExp(
  String.raw`https?:\/\/(?:[^\s/?#\\@]*@)?${host}+|(?<!${host})${label}+(?:[.。．｡]${label}+)+`,
  'giu',
);

/**
 * The real host (`xn--…`) of an address whose letters hide it: a web address with non-ASCII letters, or a
 * name that mixes alphabets within one label. Undefined otherwise.
 */
export function lookAlikeHost(found: string): string | undefined {
  if (isAscii(found)) return undefined;
  if (!address.test(found) && !found.split(/[.。．｡]/).some(isMixed)) return undefined;
  const url = URL.parse(address.test(found) ? found : `https://${found}`);
  return url?.host || undefined;
}

/**
 * Where a link leads if its text does not say so: the host of a web address, or a mail address. Undefined
 * when the text begins with it.
 */
export function targetBeyond(text: string, href: string): string | undefined {
  const url = URL.parse(href);
  if (!url) return undefined;
  const target = url.protocol === 'mailto:' ? (decoded(url.pathname) ?? url.pathname) : url.host;
  const said = text
    .trim()
    .replace(/^(?:https?:\/\/|mailto:)/i, '')
    .toLowerCase();
  const rest = said.startsWith(target.toLowerCase()) ? said.slice(target.length) : undefined;
  return rest === '' || (rest !== undefined && url.protocol !== 'mailto:' && /^[/?#]/.test(rest))
    ? undefined
    : target;
}

/** The address if we may link it: http or https, without credentials. */
export function webAddress(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || /\s/.test(text)) return undefined;
  const url = URL.parse(text);
  return url && url.username === '' && url.password === '' ? url.href : undefined;
}
