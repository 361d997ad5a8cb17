import type { Json, StoredPost, StoredSchema } from '@/db/schema/json';
import { AppError, invalid } from '@/lib/base/errors';
import { said } from '@/lib/base/reasons';
import { FormDataError, issuesBelow } from '@/lib/base/schema/form-data-error';
import { dropSensitive } from '@/lib/base/schema/mask';
import { parseFormEntries, readFormEntries } from '@/lib/base/schema/form-data';
import { mediaType, readBody } from './read-body';

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'];

export const isForm = (request: Request): boolean => formTypes.includes(mediaType(request));

/** The fields of a plain form post. @throws unsupported_media_type, too_large, malformed */
export async function readForm(request: Request): Promise<FormData> {
  if (!isForm(request)) throw new AppError(said('body_must_be_form'));
  const body = await readBody(request);
  try {
    return await new Response(body, {
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
    }).formData();
  } catch (cause) {
    throw new AppError(said('form_unreadable'), { cause });
  }
}

/** The text of one field; undefined when it is absent or empty. */
export function fieldOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const entriesOf = (form: FormData, prefix: string) =>
  [...form].filter(
    ([name]) => name === prefix || ['.', '[', '#'].some((next) => name.startsWith(prefix + next)),
  );

/** The part of a form whose names begin with `prefix`, typed by its schema. @throws malformed, invalid */
export function readFields(form: FormData, schema: StoredSchema | null, prefix: string): Json | undefined {
  const entries = entriesOf(form, prefix);
  if (entries.length === 0) return undefined;
  try {
    return parseFormEntries(entries, schema ?? {}, { prefix });
  } catch (error) {
    if (!(error instanceof FormDataError)) throw error;
    throw error.code === 'invalid'
      ? invalid(issuesBelow(prefix, [...error.issues]))
      : new AppError(said('form_too_big'), { cause: error });
  }
}

/** The same as far as it can be read, without its sensitive parts: what a refused form shows again. */
export function readWhatFits(
  form: FormData,
  schema: StoredSchema | null,
  prefix: string,
): Pick<StoredPost, 'values' | 'unread' | 'picked'> {
  try {
    const { value, unread, picked } = readFormEntries(entriesOf(form, prefix), schema ?? {}, {
      prefix,
      forShow: true,
    });
    return { values: value === undefined ? null : dropSensitive(value, schema ?? {}), unread, picked };
  } catch (error) {
    if (!(error instanceof FormDataError)) throw error;
    return { values: null, unread: {} };
  }
}
