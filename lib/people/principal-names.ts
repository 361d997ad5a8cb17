import { humanize } from '@/lib/base/schema/label';
import { sql, type SQL } from 'drizzle-orm';
import { groups, users } from '@/db/schema';
import { readable } from '@/lib/base/readable/readable';

/** A principal and its name in the database, if it has one. */
export type Pair = [principal: string, name: string | null];

/**
 * A display name: `group:finance` → `Finance`, `role:operator` → `Operators`, `user:…` → the person's name.
 */
function inWords([principal, name]: Pair): string {
  return (
    name ??
    (principal.startsWith('role:')
      ? `${humanize(principal.slice(5))}s`
      : humanize(principal.slice(principal.indexOf(':') + 1)))
  );
}

/** Display names for the result of `principalPairs`, without duplicates. */
export const namesOf = (pairs: Pair[]): string[] => [
  ...new Set(pairs.map((pair) => readable(inWords(pair)))),
];

/**
 * SQL for principals with their names, as JSON, in the order of `source`: a table expression aliased `p` with
 * a column `value`, such as `json_each(candidates) p`.
 */
export const principalPairs = (source: SQL): SQL =>
  sql`(select json_group_array(json_array(p.value, coalesce(u.name, g.name))) from ${source}
    left join ${users} u on p.value like 'user:%' and u.id = substr(p.value, 6)
    left join ${groups} g on p.value like 'group:%' and g.id = substr(p.value, 7))`;

/** A column of display names of principals. */
export const principalNames = (source: SQL) =>
  principalPairs(source).mapWith((pairs: string) => namesOf(JSON.parse(pairs) as Pair[]));
