import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { groupMembers, users } from '@/db/schema';
import type { Database } from '@/db/client';
import type { Role } from '@/db/enums';

const named = (principals: readonly string[], kind: 'user' | 'group' | 'role') =>
  principals
    .filter((principal) => principal.startsWith(`${kind}:`))
    .map((principal) => principal.slice(kind.length + 1));

export const hasRole = (role: Role | string) =>
  sql<boolean>`instr(',' || ${users.role} || ',', ${`,${role},`}) > 0`;

/** Replaces email addresses by user ids; an unknown address stays, and matches nobody. */
async function byId(db: Database, principals: readonly string[]): Promise<string[]> {
  const mails = named(principals, 'user').filter((name) => name.includes('@'));
  if (mails.length === 0) return [...principals];
  const found = await db
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(
      inArray(
        users.email,
        mails.map((mail) => mail.toLowerCase()),
      ),
    );
  const ids = new Map(found.map(({ email, id }) => [`user:${email}`, `user:${id}`]));
  return principals.map((principal) => ids.get(principal.toLowerCase()) ?? principal);
}

/** Whether at least one open account is among the principals, other than `except`. */
export async function anybody(
  db: Database,
  principals: readonly string[],
  except: string | null,
): Promise<boolean> {
  const inGroup = db
    .select({ id: groupMembers.userId })
    .from(groupMembers)
    .where(inArray(groupMembers.groupId, named(principals, 'group')));
  const [row] = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.banned, false),
        except === null ? undefined : ne(users.id, except),
        or(
          inArray(users.id, named(principals, 'user')),
          inArray(users.id, inGroup),
          ...named(principals, 'role').map(hasRole),
        ),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/**
 * The stand-ins for candidates of whom none may decide: operators, and admins as well if no operator may.
 */
export async function standInsFor(
  db: Database,
  candidates: readonly string[],
  except: string | null,
): Promise<string[]> {
  const operators = await anybody(db, ['role:operator'], except);
  const standIns = operators ? ['role:operator'] : ['role:operator', 'role:admin'];
  return standIns.filter((principal) => !candidates.includes(principal));
}

/**
 * Who may answer a task. When the policy leads to nobody who may, operators stand in: they are candidates beside those
 * whom the policy names, who decide again once there are any.
 */
export async function resolveCandidates(
  db: Database,
  wanted: readonly string[],
  requesterId: string,
  forbidSelfApproval: boolean,
): Promise<{ candidates: string[]; standIns: string[] | null }> {
  const principals = [...new Set(await byId(db, wanted))];
  const except = forbidSelfApproval ? requesterId : null;
  if (principals.length > 0 && (await anybody(db, principals, except)))
    return { candidates: principals, standIns: null };
  const standIns = await standInsFor(db, principals, except);
  return { candidates: [...principals, ...standIns], standIns };
}
