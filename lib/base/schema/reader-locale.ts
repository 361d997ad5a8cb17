/** The locale of the desk's own texts, and the fallback for readers. */
export const defaultLocale = 'en-GB';

/** A locale that numbers can be formatted in; undefined for anything else. */
export function supportedLocale(tag: string): string | undefined {
  if (tag.length > 60) return undefined;
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    return undefined;
  }
}

/** The reader's preferred locale, from `Accept-Language` (RFC 9110). */
export function readerLocale(acceptLanguage: string | null): string {
  const wishes = (acceptLanguage ?? '').split(',').map((wish) => {
    const [tag = '', ...parameters] = wish.split(';').map((part) => part.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const best = wishes.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
  return best.flatMap(({ tag }) => supportedLocale(tag) ?? [])[0] ?? defaultLocale;
}
