import { readable } from './readable';

/** The requester id of a run that another program started for nobody we know. No user has it. */
export const noRequester = '';

/** The requester's name, safe to read, even if there is no such user (any more). */
export const requesterName = (id: string, name: string | null): string =>
  readable(name ?? (id === noRequester ? 'Another program' : 'A former user'));
