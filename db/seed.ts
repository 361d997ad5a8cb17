import { hashPassword } from 'better-auth/crypto';
import { inArray } from 'drizzle-orm';
import type { Database } from './client';
import { demoGroups, demoPassword, demoPeople } from './demo-people';
import { accounts, groupMembers, groups, users } from './schema/auth';

/**
 * Adds the demo people who are not there yet, with their groups, in one batch; returns how many it found missing.
 * Existing people are left alone, so changes to them (a group left, an account closed) last.
 * Ids are fixed and conflicts ignored: processes that start together may both call it.
 */
export async function seedDemo(db: Database): Promise<number> {
  const emails = demoPeople.map(({ email }) => email);
  const present = await db.select({ email: users.email }).from(users).where(inArray(users.email, emails));
  const missing = demoPeople.filter(({ email }) => !present.some((row) => row.email === email));
  if (missing.length === 0) return 0;

  const now = new Date();
  const times = { createdAt: now, updatedAt: now };
  const hashes = await Promise.all(missing.map(() => hashPassword(demoPassword)));
  const memberships = missing.flatMap(({ id, groups: ids }) =>
    ids.map((groupId) => ({ groupId, userId: id, createdAt: now })),
  );
  await db.batch([
    db
      .insert(users)
      .values(
        missing.map(({ id, email, name, roles }) => ({
          id,
          email,
          name,
          role: roles.join(','),
          emailVerified: true,
          ...times,
        })),
      )
      .onConflictDoNothing(),
    db
      .insert(accounts)
      .values(
        missing.map(({ id }, index) => ({
          id: `acc_${id}`,
          accountId: id,
          providerId: 'credential',
          userId: id,
          password: hashes[index],
          ...times,
        })),
      )
      .onConflictDoNothing(),
    db
      .insert(groups)
      .values(demoGroups.map((group) => ({ ...group, createdAt: now })))
      .onConflictDoNothing(),
    ...(memberships.length > 0 ? [db.insert(groupMembers).values(memberships).onConflictDoNothing()] : []),
  ]);
  return missing.length;
}
