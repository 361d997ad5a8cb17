import { tooLarge } from '@/lib/base/errors';

/** The most a request body may hold, in bytes. */
export const maxBodyBytes = 1_000_000;

const refuse = () => tooLarge('body_too_large', { maxBytes: maxBodyBytes });

/**
 * Reads a body up to the limit, whatever its Content-Length says.
 * @throws too_large
 */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw refuse();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBodyBytes) throw refuse();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** The media type of a request without its parameters, in lower case; "" when there is none. */
export const mediaType = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
