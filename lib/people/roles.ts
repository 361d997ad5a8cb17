import { roles, type Role } from '@/db/enums';

/** The roles in a comma-separated column. Unknown words are ignored. */
export function parseRoles(column: string): Role[] {
  const words = column.split(',').map((word) => word.trim());
  return roles.filter((role) => words.includes(role));
}
