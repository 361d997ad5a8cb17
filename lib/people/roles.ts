import { roles, type Role } from '@/db/enums';

/** The roles in a comma-separated column; words that are no role count for nothing. */
export function parseRoles(column: string): Role[] {
  const words = column.split(',').map((word) => word.trim());
  return roles.filter((role) => words.includes(role));
}
