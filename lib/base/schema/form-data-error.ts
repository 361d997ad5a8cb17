import type { Json } from './types';

/** One thing that is wrong with an input; `path` is written as form fields are named: `items[0].sku`, "" for the whole. */
export type Issue = { path: string; message: string };

/**
 * A form post that cannot be read. `invalid`: a person can mend the named fields; `hostile`: no form
 * of ours sends such names or amounts.
 */
export class FormDataError extends Error {
  constructor(
    readonly code: 'invalid' | 'hostile',
    message: string,
    readonly issues: readonly Issue[] = [],
    /** What could be read, and the text of numbers and JSON that could not, by its path; never of sensitive parts. */
    readonly read: { value?: Json; unread: { [path: string]: string } } = { unread: {} },
  ) {
    super(message);
    this.name = 'FormDataError';
  }
}
