import { z } from 'zod';

export const minPasswordLength = 12;
export const maxPasswordLength = 128;

export const personEmail = z
  .string('is needed')
  .trim()
  .toLowerCase()
  .pipe(z.email('must be an email address').max(254, 'must have at most 254 characters'));

export const newPassword = z
  .string('is needed')
  .min(minPasswordLength, `must have at least ${minPasswordLength} characters`)
  .max(maxPasswordLength, `must have at most ${maxPasswordLength} characters`);

const givenPassword = z
  .string('is needed')
  .min(1, 'is needed')
  .max(maxPasswordLength, `must have at most ${maxPasswordLength} characters`);

export const signInInput = z.object({ email: personEmail, password: givenPassword });

/** Ends the person's other sessions by default, as whoever knew the old password may have opened them. */
export const changePasswordInput = z.object({
  currentPassword: givenPassword,
  newPassword,
  revokeOtherSessions: z.boolean().default(true),
});
