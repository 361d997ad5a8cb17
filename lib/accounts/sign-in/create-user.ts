import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { roles } from '@/db/enums';
import { runBatch } from '@/db/guarded';
import { accounts, users } from '@/db/schema/auth';
import { audit } from '@/lib/journal/audit';
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
 * Makes a person who signs in by email and password; returns the new id. Administrators and the command line may.
 * @throws AppError forbidden, invalid (with each issue), conflict when the email belongs to somebody already.
 */
export async function createUser(
  { db, clock, actor }: Who,
  input: z.input<typeof createUserInput>,
): Promise<{ id: string }> {
  if (actor.kind !== 'system' && !(actor.kind === 'user' && actor.roles.includes('admin')))
    throw forbidden('Only administrators add people.');
  const { email, name, password, roles: given } = parse(createUserInput, input);

  const id = newId('usr');
  const now = clock.now();
  const times = { createdAt: now, updatedAt: now };
  const hash = await hashPassword(password);
  try {
    await runBatch(db, [
      db.insert(users).values({ id, email, name, role: given.join(','), emailVerified: true, ...times }),
      db.insert(accounts).values({
        id: randomUUID(),
        accountId: id,
        providerId: 'credential',
        userId: id,
        password: hash,
        ...times,
      }),
      audit(
        { db, clock, actor, channel: actor.kind === 'user' ? 'api' : 'system' },
        { verb: 'user.created', after: { email, roles: given }, data: { userId: id } },
      ),
    ]);
  } catch (cause) {
    const [other] = await db.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (other) throw conflict(`There is already a person with the email ${email}.`, { email });
    throw cause;
  }
  return { id };
}
