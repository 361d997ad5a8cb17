import { eq, sql } from 'drizzle-orm';
import { linkUses, tasks } from '@/db/schema';
import { loadPerson } from '@/lib/accounts/sign-in/load-person';
import type { Context, UserActor } from '@/lib/people/context';
import type { LinkSecret } from '@/lib/base/env';
import { AppError } from '@/lib/base/errors';
import { linkPolicyOf } from '@/lib/engine/may-link';
import { getTask } from '@/lib/desk/tasks/get-task';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { linksAreOn } from './create-link';
import { LinkRefused, type LinkClaims } from './link-refusal';
import { verifyLinkToken } from './link-token';

/** Where a link was opened, for the audit log; `agent` is a short form of the user agent. */
type LinkOrigin = { address: string; agent: string };

/** The context of an opened link. `viewerId` is the person signed in there, if any. */
export type LinkContext = Pick<Context, 'db' | 'engine' | 'clock'> & {
  secrets: readonly LinkSecret[];
  viewerId: string | null;
  from: LinkOrigin;
};

/**
 * A link that may answer, and the context of its recipient. `proof`: what must be typed besides; null when
 * the recipient is signed in.
 */
export type OpenLink = {
  claims: LinkClaims;
  workflowId: string;
  proof: 'confirm' | 'code' | null;
  ctx: Context & { actor: UserActor };
};

async function factsOf({ db }: LinkContext, { id, taskId }: LinkClaims) {
  const [row] = await db
    .select({
      state: tasks.state,
      policy: tasks.policy,
      priority: tasks.priority,
      digest: tasks.payloadDigest,
      used: sql<number>`exists (select 1 from ${linkUses} u where u.id = ${id})`,
      on: linksAreOn(tasks.workflowId),
      workflowId: tasks.workflowId,
    })
    .from(tasks)
    .where(eq(tasks.id, taskId));
  return row;
}

/**
 * Opens a link after checking signature and time, switches, policy, recipient, and that the question is open,
 * unchanged and unanswered by link. Changes nothing.
 * @throws LinkRefused
 */
export async function openLink(context: LinkContext, token: string): Promise<OpenLink> {
  const { db, engine, clock, secrets, viewerId } = context;
  const claims = await verifyLinkToken(token, clock.now(), secrets);
  const refuse = (reason: LinkRefused['reason']) => new LinkRefused(reason, claims);
  // In parallel: each read of a remote database costs a round trip.
  const [task, actor] = await Promise.all([factsOf(context, claims), loadPerson(db, claims.recipientId)]);
  if (!task) throw refuse('closed');
  const policy = linkPolicyOf(task);
  if (!task.on || !policy) throw refuse('off');
  if (viewerId !== null && viewerId !== claims.recipientId) throw refuse('recipient');
  if (task.used) throw refuse('used');
  if (task.state !== 'open') throw refuse('closed');
  if (!actor) throw refuse('right');
  if (task.digest !== claims.payloadDigest) throw refuse('stale');
  if (policy.by === 'sign-in' && viewerId === null) throw refuse('signIn');
  const proof = viewerId !== null || policy.by === 'sign-in' ? null : policy.by;
  return { claims, workflowId: task.workflowId, proof, ctx: { actor, channel: 'link', db, engine, clock } };
}

/** What the page of a link shows: the question as its recipient may see it. */
export type LinkedTask = OpenLink & { task: TaskDetail };

/**
 * The opened link with its task, when the recipient may still answer.
 * @throws LinkRefused
 */
export async function readLink(context: LinkContext, token: string): Promise<LinkedTask> {
  const open = await openLink(context, token);
  const { claims, ctx } = open;
  const task = await getTask(ctx, claims.taskId).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not_found' ? new LinkRefused('right', claims) : error;
  });
  if (task.refusal)
    throw new LinkRefused(
      task.refusal.code === 'not_candidate' || task.refusal.code === 'own_request' ? 'right' : 'closed',
      claims,
    );
  if (task.payloadCut) throw new LinkRefused('large', claims);
  return { ...open, task };
}
