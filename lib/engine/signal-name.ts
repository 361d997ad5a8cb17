import { z } from 'zod';

/** The form of signal names, in metadata and URLs: `ci.finished`. */
export const signalName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, 'must be letters, digits, dots, dashes or underscores');
