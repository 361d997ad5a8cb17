const host = String.raw`[\p{L}\p{M}\p{N}.\-。．｡]`;
const label = String.raw`[\p{L}\p{M}\p{N}\-]`;
const address = new RegExp(String.raw`https?:\/\/[^\s/?#\\]+`, 'iu');

/** Letters that are drawn like Latin ones. */
const lookAlike =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u;
const isMixed = (part: string) => /[a-z]/i.test(part) && lookAlike.test(part);
const isAscii = (text: string) => /^\p{ASCII}*$/u.test(text);

/** Web addresses, and words with dots in them that may be one. */
export const addresses = new RegExp(
  String.raw`https?:\/\/(?:[^\s/?#\\@]*@)?${host}+|(?<!${host})${label}+(?:[.。．｡]${label}+)+`,
  'giu',
);

/**
 * The host that an address in a text would lead to, as the network knows it (`xn--…`), when its letters do not say so:
 * a web address with any letter beyond ASCII, or a name that mixes alphabets within one of its parts.
 */
export function lookAlikeHost(found: string): string | undefined {
  if (isAscii(found)) return undefined;
  if (!address.test(found) && !found.split(/[.。．｡]/).some(isMixed)) return undefined;
  const url = URL.parse(address.test(found) ? found : `https://${found}`);
  return url?.host || undefined;
}

/**
 * Where a link leads, when its text does not say so: the host of a web address, or a mail address. Undefined when the
 * text begins with just that.
 */
export function targetBeyond(text: string, href: string): string | undefined {
  const url = URL.parse(href);
  if (!url) return undefined;
  const target = url.protocol === 'mailto:' ? decodeURIComponent(url.pathname) : url.host;
  const said = text
    .trim()
    .replace(/^(?:https?:\/\/|mailto:)/i, '')
    .toLowerCase();
  const rest = said.startsWith(target.toLowerCase()) ? said.slice(target.length) : undefined;
  return rest === '' || (rest !== undefined && url.protocol !== 'mailto:' && /^[/?#]/.test(rest))
    ? undefined
    : target;
}

/** The address if it is one that may be linked: http or https, without a user name in it. */
export function webAddress(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || /\s/.test(text)) return undefined;
  const url = URL.parse(text);
  return url && url.username === '' && url.password === '' ? url.href : undefined;
}
