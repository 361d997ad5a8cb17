import { z } from 'zod';
import { fault, invalid } from './errors';

const shape = z.tuple([z.number(), z.string().max(200)]);

/** Where the next page starts: the sort value and id of the last row seen. Opaque to callers. */
export type Cursor = z.infer<typeof shape>;

export const writeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** @throws invalid when the text is not one of our cursors */
export function readCursor(text: string): Cursor {
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw invalid([fault('cursor', 'not_a_cursor')]);
  }
}
