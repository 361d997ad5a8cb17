import type { TaskRow } from '@/db/schema';
import { sql } from 'drizzle-orm';
import type { Priority } from '@/db/enums';
import type { Json, StoredOutcome } from '@/db/schema/json';
import type { StoredPolicy } from '@/db/schema/policy';
import type { Context, UserActor } from '@/lib/people/context';
import { AppError, type ErrorCode } from '@/lib/base/errors';
import { linksAreOn } from '@/lib/tell/links/create-link';
import { linkPolicyOf } from '@/lib/engine/may-link';
import { decideTask, type DecisionExtras, type DecisionReceipt } from '@/lib/desk/decisions/decide-task';
import { getTask, getTaskFor } from '@/lib/desk/tasks/get-task';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import type { Asked } from './asked';
import { findPerson, hasAddress } from './find-person';
import type { SlackApi } from './slack-api';
import { SlackRefused, type SlackRefusalReason } from './slack-refusal';

export type SlackDesk = Pick<Context, 'db' | 'engine' | 'clock'> & { slack: SlackApi; appUrl: string };

/** A question and the person who answers it from Slack, after every check that needs no write. */
export type OpenQuestion = {
  ctx: Context & { actor: UserActor };
  address: string;
  asked: Asked;
  task: TaskDetail;
  outcome: StoredOutcome;
};

/**
 * Buttons answer without sign-in, like links, so whatever forbids links, or requires more than a choice,
 * applies to them too.
 */
export async function mayDecideInSlack(
  { db }: Pick<Context, 'db'>,
  task: { policy: Pick<StoredPolicy, 'links'>; priority: Priority; workflowId: string },
): Promise<boolean> {
  if (linkPolicyOf(task)?.by !== 'confirm') return false;
  const on = await db.get<{ on: number }>(sql`select ${linksAreOn(task.workflowId)} as "on"`);
  return on?.on === 1;
}

async function seenBy(ctx: Context, taskId: string): Promise<{ row: TaskRow; task: TaskDetail }> {
  try {
    const [{ task: row }, task] = await Promise.all([getTaskFor(ctx, taskId), getTask(ctx, taskId)]);
    return { row, task };
  } catch (error) {
    throw error instanceof AppError && error.code === 'not_found' ? new SlackRefused('right') : error;
  }
}

/**
 * Finds out who pressed a button or sent a modal, and whether they may answer its task. Changes nothing.
 * @throws SlackRefused; SlackError
 */
export async function openTaskInSlack(
  { db, engine, clock, slack }: SlackDesk,
  slackUser: string,
  asked: Asked,
): Promise<OpenQuestion> {
  const person = await findPerson(db, slack, slackUser);
  if (!person) throw new SlackRefused('stranger');
  const ctx = { actor: person.actor, channel: 'slack' as const, db, engine, clock };
  const { row, task } = await seenBy(ctx, asked.taskId);
  const { refusal } = task;
  // The verb recognises a person's own answer sent again.
  const repeated = task.decision?.by.id === person.actor.id && task.state === 'decided';
  if (refusal && !repeated)
    throw new SlackRefused(
      refusal.code === 'not_candidate' || refusal.code === 'own_request' ? 'right' : 'closed',
      { ctx },
    );
  if (!(await mayDecideInSlack({ db }, row))) throw new SlackRefused('off', { ctx });
  if (!asked.whole) throw new SlackRefused('unseen', { ctx });
  const outcome = task.outcomes.find(({ id }) => id === asked.outcome);
  if (!outcome || task.payloadDigest !== asked.payloadDigest) throw new SlackRefused('stale', { ctx });
  return { ctx, address: person.address, asked, task, outcome };
}

const refusedAs: Partial<Record<ErrorCode, SlackRefusalReason>> = {
  not_found: 'right',
  forbidden: 'right',
  conflict: 'closed',
  stale: 'stale',
};

/**
 * Answers an opened question as the person who pressed, by the same verb and rules as the task page. It is
 * written only while the address is still theirs and answering without sign-in is on.
 * @throws SlackRefused; AppError invalid (with paths) when the fields do not fit
 */
export async function decideInSlack(
  { ctx, address, asked, task }: OpenQuestion,
  given: { resumeData?: Json; comment?: string } = {},
): Promise<DecisionReceipt> {
  const extras: DecisionExtras = {
    guard: sql`${linksAreOn(task.workflowId)} and ${hasAddress(ctx.actor.id, address)}`,
    changes: [],
  };
  try {
    return await decideTask(
      ctx,
      task.taskId,
      { ...given, outcome: asked.outcome, payloadDigest: asked.payloadDigest },
      extras,
    );
  } catch (error) {
    const reason = error instanceof AppError ? refusedAs[error.code] : undefined;
    throw reason ? new SlackRefused(reason, { ctx }) : error;
  }
}
