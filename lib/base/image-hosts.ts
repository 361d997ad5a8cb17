/**
 * An origin in a browser's notation: https, a plain host, maybe a port. Nothing a security policy could
 * misread.
 */
const origin = /^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;

/** Images as data URLs: bitmaps only. An SVG is a document and can imitate anything. */
const inline = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * The valid origins in a list such as `https://img.example.com https://cdn.example.com`, and the invalid
 * parts.
 */
export function parseImageHosts(text: string | undefined): { hosts: string[]; wrong: string[] } {
  const parts = (text ?? '').split(/[\s,]+/).filter(Boolean);
  return {
    hosts: parts.filter((part) => origin.test(part)),
    wrong: parts.filter((part) => !origin.test(part)),
  };
}

/**
 * Hosts that images in evidence may come from (`IMAGE_HOSTS`, validated at boot by lib/base/env.ts). Reads
 * the variable directly, since the proxy and the views need it without the rest of the configuration. Empty
 * in a browser.
 */
export const imageHosts = (): string[] => parseImageHosts(process.env.IMAGE_HOSTS).hosts;

/**
 * The URL of an image that may be loaded: from a listed host, or a data URL, which contacts nobody. Undefined
 * for any other text.
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
