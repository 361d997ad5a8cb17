import type { LinkProof, Priority } from '@/db/enums';
import type { StoredPolicy } from '@/db/schema/policy';

/** A link with less time than this is not worth sending. */
const shortestMs = 60_000;

type Linked = { policy: Pick<StoredPolicy, 'links'>; priority: Priority; dueAt: Date | null };

/** The proof a link asks for when the policy does not say. High priorities need a sign-in. */
const proofFor = (priority: Priority): LinkProof =>
  priority === 'high' || priority === 'urgent' ? 'sign-in' : 'confirm';

/** How a task may be answered by link; null when its policy forbids links. */
export function linkPolicyOf({
  policy: { links },
  priority,
}: Pick<Linked, 'policy' | 'priority'>): { lifetimeMs: number; by: LinkProof } | null {
  return links && { lifetimeMs: links.lifetimeMs, by: links.by ?? proofFor(priority) };
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
