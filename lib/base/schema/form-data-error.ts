import { joinPaths } from './paths';
import type { Json } from './types';

/** One fault of an input; `path` is in form field notation: `items[0].sku`, "" for the whole. */
export type Issue = { path: string; message: string };

/** Issues of a part of an input, with paths from the whole input. */
export const issuesBelow = <F extends { path: string }>(parent: string, issues: readonly F[]): F[] =>
  issues.map((issue) => ({ ...issue, path: joinPaths(parent, issue.path) }));

/**
 * A form post that cannot be read. `invalid`: a person can correct the named fields; `hostile`: none of our
 * forms sends such names or amounts.
 */
export class FormDataError extends Error {
  constructor(
    readonly code: 'invalid' | 'hostile',
    message: string,
    readonly issues: readonly Issue[] = [],
    /** What could be read, and the raw text of unreadable numbers, choices and JSON by path. Never sensitive parts. */
    readonly read: {
      value?: Json;
      unread: { [path: string]: string };
      /** The index of the chosen union variant by path, since an incomplete value doesn't tell. */
      picked: { [path: string]: number };
    } = { unread: {}, picked: {} },
  ) {
    super(message);
    this.name = 'FormDataError';
  }
}
