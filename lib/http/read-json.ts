import { AppError } from '@/lib/errors';
import { mediaType, readBody } from './read-body';

/**
 * The JSON body of a request, not yet parsed by any schema; undefined when it is empty.
 * @throws unsupported_media_type, too_large, malformed
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = mediaType(request);
  const bytes = await readBody(request);
  if (type === '' && bytes.byteLength === 0) return undefined;
  if (type !== 'application/json')
    throw new AppError('unsupported_media_type', 'The body must be application/json.');
  if (bytes.byteLength === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new AppError('malformed', 'The body is not JSON.', { cause });
  }
}
