import { z } from 'zod';

/** Why an operator does it; everybody who can read the audit log reads it. */
export const reason = z.string().trim().min(3).max(1000).meta({ description: 'The reason, in words.' });

export const reasonInput = z.strictObject({ reason });
