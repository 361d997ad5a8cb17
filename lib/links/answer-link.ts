import { sql } from 'drizzle-orm';
import { linkUses } from '@/db/schema';
import { insertWhere } from '@/db/guarded';
import { auditWhere } from '@/lib/audit/audit';
import { AppError, type ErrorCode } from '@/lib/errors';
import { parse } from '@/lib/parse';
import {
  decideTask,
  decideTaskInput,
  type AnswerExtras,
  type DecisionReceipt,
} from '@/lib/tasks/decide-task';
import { linksAreOn } from './create-link';
import { LinkRefused, type LinkRefusalReason } from './link-refusal';
import { openLink, type LinkContext, type OpenLink } from './open-link';

/** What may be added to a link's answer. Outcome and digest are the link's own. */
export const answerLinkInput = decideTaskInput.pick({ resumeData: true, comment: true });

/** Written with the answer, or not at all: that this link is used up, guarded by its not being so. */
function onlyOnce({ claims, ctx, workflowId }: OpenLink): AnswerExtras {
  const { db, clock } = ctx;
  const { id, taskId, outcome } = claims;
  return {
    guard: sql`${linksAreOn(workflowId)} and not exists (select 1 from ${linkUses} u where u.id = ${id})`,
    statements: (mine) => [
      insertWhere(db, linkUses, { id, taskId, userId: ctx.actor.id, outcome, usedAt: clock.now() }, mine),
      auditWhere(ctx, { verb: 'link.used', taskId, data: { outcome } }, mine),
    ],
  };
}

const refusedAs: Partial<Record<ErrorCode, LinkRefusalReason>> = {
  not_found: 'right',
  forbidden: 'right',
  conflict: 'closed',
  stale: 'stale',
};

/**
 * Answers the question of an opened link with the outcome it names, as its recipient, through the verb and the rules of
 * the page.
 * @throws LinkRefused; AppError invalid (with paths) when the answer's fields do not fit
 */
export async function answerLink(
  context: LinkContext,
  token: string,
  link: OpenLink,
  input: unknown,
): Promise<DecisionReceipt> {
  const { claims, ctx } = link;
  const given = parse(answerLinkInput, input ?? {});
  try {
    return await decideTask(
      ctx,
      claims.taskId,
      { ...given, outcome: claims.outcome, payloadDigest: claims.payloadDigest },
      onlyOnce(link),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Who was faster, or what was switched off meanwhile, is told as it would be told now.
    if (error.code === 'conflict' || error.code === 'forbidden') await openLink(context, token);
    const reason = refusedAs[error.code];
    throw reason ? new LinkRefused(reason, claims) : error;
  }
}
