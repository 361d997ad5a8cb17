import { eq, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { linkCodes, linkUses } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { insert, remove } from '@/lib/journal/change';
import { AppError, invalid, type ErrorCode, type Issue } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import {
  decideTask,
  decideTaskInput,
  type AnswerExtras,
  type DecisionReceipt,
} from '@/lib/desk/decisions/decide-task';
import { linkTexts as texts } from '@/lib/base/texts/links';
import { linksAreOn } from './create-link';
import { confirmationOf, tryCode } from './link-code';
import { LinkRefused, type LinkRefusalReason } from './link-refusal';
import { openLink, type LinkContext, type OpenLink } from './open-link';

/** The answer that was chosen on a link's page, and what shows that a person chose it. The digest is the link's own. */
const answerLinkInput = z.object({
  ...decideTaskInput.pick({ resumeData: true, comment: true, outcome: true }).shape,
  confirmation: z.string().trim().max(20).optional(),
  code: z.string().trim().max(20).optional(),
});
type Given = z.output<typeof answerLinkInput>;

const always = sql`1`;
const wrongCode: Issue = { path: 'code', message: texts.wrongCode };

/**
 * What a press alone does not show: that somebody chose, and typed what the page asks for. Mail scanners open links and
 * send the forms that they find.
 * @returns what must still hold when the answer is written. @throws invalid, with a path for each part that is missing
 */
async function proved(context: LinkContext, { claims, proof }: OpenLink, given: Given): Promise<SQL> {
  const issues: Issue[] = given.outcome !== undefined ? [] : [{ path: 'outcome', message: texts.choose }];
  const isTyped = proof !== 'confirm' || given.confirmation === confirmationOf(claims.id);
  if (!isTyped) issues.push({ path: 'confirmation', message: texts.confirmation(confirmationOf(claims.id)) });
  if (proof !== 'code') {
    if (issues.length > 0) throw invalid(issues);
    return always;
  }
  // A code is only tried by an answer that has all the rest.
  const guard = issues.length === 0 && given.code ? await tryCode(context, claims.id, given.code) : null;
  if (!guard) throw invalid([...issues, ...(issues.length > 0 && given.code ? [] : [wrongCode])]);
  return guard;
}

/** Written with the answer, or not at all: that this link is used up, guarded by its not being so. */
function onlyOnce(
  { from }: LinkContext,
  { claims, ctx, workflowId }: OpenLink,
  outcome: string,
  proof: SQL,
): AnswerExtras {
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
 * Answers the question of an opened link with the outcome that was chosen on its page, as its recipient, through the verb
 * and the rules of the page.
 * @throws LinkRefused; AppError invalid (with paths) when the choice or its proof is missing, or a field does not fit
 */
export async function answerLink(
  context: LinkContext,
  token: string,
  link: OpenLink,
  input: unknown,
): Promise<DecisionReceipt> {
  const { claims, ctx } = link;
  const given = parse(answerLinkInput, input ?? {});
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
    // Who was faster, or what was switched off meanwhile, is told as it would be told now.
    if (error.code === 'conflict' || error.code === 'forbidden') await openLink(context, token);
    const reason = refusedAs[error.code];
    throw reason ? new LinkRefused(reason, claims) : error;
  }
}
