import { AppError, invalid } from '@/lib/base/errors';
import { said } from '@/lib/base/reasons';
import { parseExactJson } from '@/lib/base/schema/exact-json';
import { mediaType, readBody } from './read-body';

function parsed(bytes: Uint8Array): ReturnType<typeof parseExactJson> {
  try {
    return parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AppError(said('body_not_json'), { cause });
  }
}

/**
 * The JSON body of a request, not yet parsed by any schema; undefined when it is empty.
 * @throws unsupported_media_type, too_large, malformed, invalid (what would not be kept as it was sent)
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = mediaType(request);
  const bytes = await readBody(request);
  if (type === '' && bytes.byteLength === 0) return undefined;
  if (type !== 'application/json') throw new AppError(said('body_must_be_json'));
  if (bytes.byteLength === 0) return undefined;
  const { value, issues } = parsed(bytes);
  if (issues.length > 0) throw invalid(issues);
  return value;
}
