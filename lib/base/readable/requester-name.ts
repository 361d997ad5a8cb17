import { readable } from './readable';

/** The id of the requester of a run that another program started for nobody we know. Nobody has it. */
export const noRequester = '';

/** Who asked, in words that are safe to read, also when there is no such user (any more). */
export const requesterName = (id: string, name: string | null): string =>
  readable(name ?? (id === noRequester ? 'Another program' : 'A former user'));
