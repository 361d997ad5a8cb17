import type { LinkProof, Priority } from '@/db/enums';
import type { StoredPolicy } from '@/db/schema/json';

const day = 86_400_000;
export const defaultLinkLifetimeMs = 3 * day;
/** A link with less time than this is not worth sending. */
const shortestMs = 60_000;

type Linked = { policy: Pick<StoredPolicy, 'links'>; priority: Priority; dueAt: Date | null };

/** The proof a link asks for when the policy does not say. High priorities need a sign-in. */
const proofFor = (priority: Priority): LinkProof =>
  priority === 'high' || priority === 'urgent' ? 'sign-in' : 'confirm';

/**
 * How a task may be answered by link; null when its policy forbids links. Tasks from before this setting get
 * the default.
 */
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

/**
 * When a link made now expires: after the policy's lifetime, and no later than the due time. Null: send no
 * link.
 */
export function linkExpiry(task: Linked, now: Date): Date | null {
  const policy = linkPolicyOf(task);
  if (!policy || policy.by === 'sign-in') return null;
  const at = Math.min(now.getTime() + policy.lifetimeMs, task.dueAt?.getTime() ?? Infinity);
  return at - now.getTime() < shortestMs ? null : new Date(at);
}
