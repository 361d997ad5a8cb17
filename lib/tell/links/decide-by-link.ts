import { eq, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { linkCodes, linkUses } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { insert, remove } from '@/lib/journal/change';
import { AppError, fault, invalid, type ErrorCode } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import {
  decideTask,
  decideTaskInput,
  type DecisionExtras,
  type DecisionReceipt,
} from '@/lib/desk/decisions/decide-task';
import { linksAreOn } from './create-link';
import { confirmationOf, tryCode } from './link-code';
import { LinkRefused, type LinkRefusalReason } from './link-refusal';
import { openLink, type LinkContext, type OpenLink } from './open-link';

/**
 * The answer chosen on a link's page, with the proof that a person chose it. The digest comes from the link.
 */
const decideByLinkInput = z.object({
  ...decideTaskInput.pick({ resumeData: true, comment: true, outcome: true }).shape,
  confirmation: z.string().trim().max(20).optional(),
  code: z.string().trim().max(20).optional(),
});
type Given = z.output<typeof decideByLinkInput>;

const always = sql`1`;
const wrongCode = fault('code', 'wrong_code');

/**
 * Checks that a person chose the outcome and typed the proof, since mail scanners open links and submit
 * forms.
 * @returns the guards for writing the answer
 * @throws invalid, with a path for each missing part
 */
async function proved(context: LinkContext, { claims, proof }: OpenLink, given: Given): Promise<SQL> {
  const issues = given.outcome !== undefined ? [] : [fault('outcome', 'outcome_not_chosen')];
  const isTyped = proof !== 'confirm' || given.confirmation === confirmationOf(claims.id);
  if (!isTyped)
    issues.push(fault('confirmation', 'confirmation_needed', { number: confirmationOf(claims.id) }));
  if (proof !== 'code') {
    if (issues.length > 0) throw invalid(issues);
    return always;
  }
  // A code is only tried when the answer is otherwise complete.
  const guard = issues.length === 0 && given.code ? await tryCode(context, claims.id, given.code) : null;
  if (!guard) throw invalid([...issues, ...(issues.length > 0 && given.code ? [] : [wrongCode])]);
  return guard;
}

/** Marks the link as used, in the batch that writes the answer and only if it was not used before. */
function onlyOnce(
  { from }: LinkContext,
  { claims, ctx, workflowId }: OpenLink,
  outcome: string,
  proof: SQL,
): DecisionExtras {
  const { id, taskId } = claims;
  return {
    guard: sql`${linksAreOn(workflowId)} and not exists (select 1 from ${linkUses} u where u.id = ${id}) and ${proof}`,
    changes: [
      insert(linkUses, { id, taskId, userId: ctx.actor.id, outcome, usedAt: ctx.clock.now() }),
      remove(linkCodes, eq(linkCodes.id, id)),
      audited({ verb: 'link.used', taskId, data: { outcome, ...from } }),
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
 * Answers an opened link's question with the chosen outcome as its recipient, by the same verb and rules as
 * the task page.
 * @throws LinkRefused; AppError invalid (with paths) when the choice or its proof is missing, or a field does
 *   not fit
 */
export async function decideByLink(
  context: LinkContext,
  token: string,
  link: OpenLink,
  input: unknown,
): Promise<DecisionReceipt> {
  const { claims, ctx } = link;
  const given = parse(decideByLinkInput, input ?? {});
  const { resumeData, comment, outcome = '' } = given;
  const guard = await proved(context, link, given);
  try {
    return await decideTask(
      ctx,
      claims.taskId,
      { resumeData, comment, outcome, payloadDigest: claims.payloadDigest },
      onlyOnce(context, link, outcome, guard),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // After a conflict or refusal, the link is opened again to give the current reason.
    if (error.code === 'conflict' || error.code === 'forbidden') await openLink(context, token);
    const reason = refusedAs[error.code];
    throw reason ? new LinkRefused(reason, claims) : error;
  }
}
