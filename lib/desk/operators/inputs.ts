import { z } from 'zod';

/** Why an operator does it; everybody who can read the audit log reads it. */
export const reason = z.string().trim().min(3).max(1000).meta({ description: 'Why, in words.' });

export const reasonInput = z.strictObject({ reason });
