import type { Json, JsonSchema } from '@/db/schema/json';
import { AppError, invalid, issuesBelow } from '@/lib/errors';
import { FormDataError } from '@/lib/schema/form-data-error';
import { parseFormEntries } from '@/lib/schema/form-data';
import { mediaType, readBody } from './read-body';

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'];

export const isForm = (request: Request): boolean => formTypes.includes(mediaType(request));

/** The fields of a plain form post. @throws unsupported_media_type, too_large, malformed */
export async function readForm(request: Request): Promise<FormData> {
  if (!isForm(request)) throw new AppError('unsupported_media_type', 'The body must be a form post.');
  const body = await readBody(request);
  try {
    return await new Response(body, { headers: { 'content-type': request.headers.get('content-type') ?? '' } }).formData();
  } catch (cause) {
    throw new AppError('malformed', 'The form post cannot be read.', { cause });
  }
}

/** The text of one field; undefined when it is absent or empty. */
export function fieldOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The part of a form whose names begin with `prefix`, typed by its schema. @throws malformed, invalid */
export function readFields(form: FormData, schema: JsonSchema | null, prefix: string): Json | undefined {
  const entries = [...form].filter(([name]) => name === prefix || name.startsWith(`${prefix}.`) || name.startsWith(`${prefix}[`) || name.startsWith(`${prefix}#`));
  if (entries.length === 0) return undefined;
  try {
    return parseFormEntries(entries, schema ?? {}, { prefix });
  } catch (error) {
    if (!(error instanceof FormDataError)) throw error;
    throw error.code === 'invalid' ? invalid(issuesBelow(prefix, [...error.issues])) : new AppError('malformed', error.message, { cause: error });
  }
}
