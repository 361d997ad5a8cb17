import type { LinkPolicy, StoredPolicy } from '@/db/schema/json';

const day = 86_400_000;
export const defaultLinkLifetimeMs = 3 * day;
/** A link with less time than this is not worth sending. */
const shortestMs = 60_000;

type Linked = { policy: Pick<StoredPolicy, 'links'>; dueAt: Date | null };

/** How a task may be answered by links; null when its policy forbids them. Tasks of before have the default. */
export const linkPolicyOf = ({ policy }: Pick<Linked, 'policy'>): LinkPolicy | null =>
  policy.links === undefined ? { lifetimeMs: defaultLinkLifetimeMs, signIn: false } : policy.links;

/** Until when a link made now may live: as long as the policy says, and never past the due time; null: there is to be none. */
export function linkExpiry(task: Linked, now: Date): Date | null {
  const policy = linkPolicyOf(task);
  if (!policy) return null;
  const at = Math.min(now.getTime() + policy.lifetimeMs, task.dueAt?.getTime() ?? Infinity);
  return at - now.getTime() < shortestMs ? null : new Date(at);
}
