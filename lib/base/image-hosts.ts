/** An origin as a browser writes it: https, a host of plain letters, maybe a port; nothing a policy could misread. */
const origin = /^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;

/** Pictures inside the data itself: bitmaps only. An SVG is a document, and may say it is from somebody else. */
const inline = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}$/;

/** The origins of a list such as `https://img.example.com https://cdn.example.com`, and what in it is none. */
export function parseImageHosts(text: string | undefined): { hosts: string[]; wrong: string[] } {
  const parts = (text ?? '').split(/[\s,]+/).filter(Boolean);
  return {
    hosts: parts.filter((part) => origin.test(part)),
    wrong: parts.filter((part) => !origin.test(part)),
  };
}

/**
 * Where images in evidence may come from (`IMAGE_HOSTS`, checked at boot by lib/base/env.ts). Read here as it is, since the
 * proxy and the views both need it and neither may bring the rest of the configuration along. None in a browser.
 */
export const imageHosts = (): string[] => parseImageHosts(process.env.IMAGE_HOSTS).hosts;

/**
 * The address of an image that may be loaded: from a host of the list, or within the data itself, which asks nobody.
 * Undefined for any other text.
 */
export function imageAddress(text: string, hosts: readonly string[]): string | undefined {
  if (inline.test(text)) return text;
  const url = /\s/.test(text) ? null : URL.parse(text);
  return url?.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    hosts.includes(url.origin)
    ? url.href
    : undefined;
}
