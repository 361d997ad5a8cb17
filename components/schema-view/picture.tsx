import { imageAddress, imageHosts } from '@/lib/base/image-hosts';
import { Outside } from './scalar-view';

/**
 * The address, if the text may be shown as an image; `within` allows only data URLs. Server only: the browser
 * does not know the allowed hosts.
 */
export const pictureOf = (text: string, within = false): string | undefined =>
  imageAddress(text, within ? [] : imageHosts());

/** An image of limited size that links to the full one; its server gets no referrer and no cookie. */
export function Picture({ src, alt }: { src: string; alt: string }) {
  const image = (
    // The optimiser would fetch any address that a user writes.
    // oxlint-disable-next-line nextjs/no-img-element
    <img
      src={src}
      alt={alt}
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
      className="max-h-80 max-w-full rounded-md border bg-sunken object-contain"
    />
  );
  return src.startsWith('data:') ? image : <Outside href={src}>{image}</Outside>;
}
