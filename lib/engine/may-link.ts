import type { LinkProof, Priority } from '@/db/enums';
import type { StoredPolicy } from '@/db/schema/json';

const day = 86_400_000;
export const defaultLinkLifetimeMs = 3 * day;
/** A link with less time than this is not worth sending. */
const shortestMs = 60_000;

type Linked = { policy: Pick<StoredPolicy, 'links'>; priority: Priority; dueAt: Date | null };

/** What a link takes where its policy does not say: what matters much is only answered by who has signed in. */
const proofFor = (priority: Priority): LinkProof =>
  priority === 'high' || priority === 'urgent' ? 'sign-in' : 'confirm';

/** How a task may be answered by links; null when its policy forbids them. Tasks of before have the default. */
export function linkPolicyOf({
  policy: { links = { lifetimeMs: defaultLinkLifetimeMs } },
  priority,
}: Pick<Linked, 'policy' | 'priority'>): { lifetimeMs: number; by: LinkProof } | null {
  if (links === null) return null;
  return {
    lifetimeMs: links.lifetimeMs,
    by: links.by ?? (links.signIn ? 'sign-in' : proofFor(priority)),
  };
}

/** Until when a link made now may live: as long as the policy says, and never past the due time; null: there is to be none. */
export function linkExpiry(task: Linked, now: Date): Date | null {
  const policy = linkPolicyOf(task);
  if (!policy || policy.by === 'sign-in') return null;
  const at = Math.min(now.getTime() + policy.lifetimeMs, task.dueAt?.getTime() ?? Infinity);
  return at - now.getTime() < shortestMs ? null : new Date(at);
}
