import { z } from 'zod';

/** What the names of signals look like, in metadata and in URLs: `ci.finished`. */
export const signalName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, 'must be letters, digits, dots, dashes or underscores');
