import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { roles } from '@/db/enums';
import { accounts, users } from '@/db/schema/auth';
import { insert } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Clock } from '@/lib/base/clock';
import { conflict, forbidden } from '@/lib/base/errors';
import type { Actor } from '@/lib/people/context';
import { newId } from '@/lib/base/ids';
import { parse } from '@/lib/base/parse';
import { newPassword, personEmail } from './inputs';

export const createUserInput = z.object({
  email: personEmail,
  name: z.string().trim().min(1, 'is needed').max(120, 'must have at most 120 characters'),
  password: newPassword,
  roles: z.array(z.enum(roles)).min(1),
});

type Who = { db: Database; clock: Clock; actor: Actor };

/**
 * Creates a user who signs in by email and password. For administrators and the command line.
 * @throws AppError forbidden, invalid (with each issue), conflict (the email is taken)
 */
export async function createUser(
  { db, clock, actor }: Who,
  input: z.input<typeof createUserInput>,
): Promise<{ id: string }> {
  if (actor.kind !== 'system' && !(actor.kind === 'user' && actor.roles.includes('admin')))
    throw forbidden('only_admins');
  const { email, name, password, roles: given } = parse(createUserInput, input);

  const id = newId('usr');
  const now = clock.now();
  const times = { createdAt: now, updatedAt: now };
  const hash = await hashPassword(password);
  const { won } = await commit(
    { db, clock, actor, channel: actor.kind === 'user' ? 'api' : 'system' },
    {
      when: sql`not exists (select 1 from ${users} where ${eq(users.email, email)})`,
      event: { verb: 'user.created', after: { email, roles: given }, data: { userId: id } },
      changes: [
        insert(users, { id, email, name, role: given.join(','), emailVerified: true, ...times }),
        insert(accounts, {
          id: randomUUID(),
          accountId: id,
          providerId: 'credential',
          userId: id,
          password: hash,
          ...times,
        }),
      ],
    },
  );
  if (!won) throw conflict('email_taken', { email });
  return { id };
}
