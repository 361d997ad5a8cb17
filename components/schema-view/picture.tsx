import { imageAddress, imageHosts } from '@/lib/base/image-hosts';
import { Outside } from './scalar-view';

/** The address of a text that may be shown as an image; `within`: only one in the data itself. On the server only: a browser does not know the list. */
export const pictureOf = (text: string, within = false): string | undefined =>
  imageAddress(text, within ? [] : imageHosts());

/** An image of bounded size that leads to the whole; its server learns no page and no cookie from us. */
export function Picture({ src, alt }: { src: string; alt: string }) {
  const image = (
    // The optimiser would fetch pictures on behalf of whoever writes their address.
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
