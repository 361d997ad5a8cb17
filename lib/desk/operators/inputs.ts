import { z } from 'zod';

/** An operator's reason, for everybody who can read the audit log. */
export const reason = z.string().trim().min(3).max(1000).meta({ description: 'The reason, in words.' });

export const reasonInput = z.strictObject({ reason });
