/** What the desk's own words are written in, and what is taken where nobody says anything else. */
export const defaultLocale = 'en-GB';

/** A locale that numbers can be written in; undefined for anything else. */
export function supportedLocale(tag: string): string | undefined {
  if (tag.length > 60) return undefined;
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    return undefined;
  }
}

/** The reader's locale by their browser's `Accept-Language` (RFC 9110), the one they like best. */
export function readerLocale(acceptLanguage: string | null): string {
  const wishes = (acceptLanguage ?? '').split(',').map((wish) => {
    const [tag = '', ...parameters] = wish.split(';').map((part) => part.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const best = wishes.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
  return best.flatMap(({ tag }) => supportedLocale(tag) ?? [])[0] ?? defaultLocale;
}
