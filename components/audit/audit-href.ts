import type { AuditFilter } from '@/lib/journal/audit-query';

const names = [
  'person',
  'verb',
  'channel',
  'from',
  'to',
  'run',
  'task',
] as const satisfies (keyof AuditFilter)[];

export const isAuditFiltered = (filter: AuditFilter): boolean => names.some((name) => filter[name]);

/** The log's address with this filter; empty fields are left out. */
export function auditHref(filter: AuditFilter, more: Record<string, string> = {}, path = '/audit'): string {
  const query = new URLSearchParams();
  for (const name of names) if (filter[name]) query.set(name, filter[name]);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query.size > 0 ? `${path}?${query}` : path;
}
