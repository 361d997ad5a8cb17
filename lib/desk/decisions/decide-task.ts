import type { DecisionRow, TaskRow } from '@/db/schema';
import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { apiKeys, tasks } from '@/db/schema';
import type { Change } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import { requireScope } from '@/lib/people/require-scope';
import { sameJson } from '@/lib/base/canonical';
import { signatureOf, type Context, type PersonActor } from '@/lib/people/context';
import { AppError, conflict, forbidden, invalid, stale } from '@/lib/base/errors';
import { traced } from '@/lib/base/telemetry/traced';
import { parse } from '@/lib/base/parse';
import { env } from '@/lib/base/env';
import { isEligibleNow, refusalToDecide } from '@/lib/people/eligibility';
import { readTaskAgain } from './read-task-again';
import { evidenceRules } from '@/lib/desk/tasks/task-values';
import { json } from '@/lib/base/shapes';
import { issuesBelow } from '@/lib/base/schema/form-data-error';
import { completeDecision, type CompletedDecision } from './complete-decision';
import { decisionView, foundTask, taskDetailOf, getTaskFor, taskRead } from '@/lib/desk/tasks/get-task';
import { recordDecision } from '@/lib/desk/tasks/record-decision';
import { renewForm } from './renew-form';

export const decideTaskInput = z.strictObject({
  resumeData: json.optional().meta({
    description:
      "The data for the run; must match the task's resumeSchema. Values that the outcome sets may be left out.",
  }),
  payloadDigest: z.string().min(1).meta({ description: 'The payloadDigest of the task that was shown.' }),
  // In tasks of older releases, an outcome's id may be empty, or as long as the value it was made from.
  outcome: z
    .string()
    .max(10_000)
    .optional()
    .meta({ description: 'The id of an outcome. May be left out if resumeData implies it.' }),
  undoable: z.boolean().optional().meta({
    description:
      'Apply the decision only after its undo window (UNDO_WINDOW). An `undo` in the policy applies in any case.',
  }),
  comment: z
    .string()
    .trim()
    .max(4000)
    .optional()
    .meta({ description: 'The note that goes with the decision.' }),
});

/** What a channel adds to a decision: a further guard, and changes in the same commit. */
export type DecisionExtras = { guard: SQL; changes: Change[] };

/** The recorded decision. `applied`: it has reached the run; `repeated`: it had been recorded before. */
export type DecisionReceipt = {
  task: TaskRow;
  decision: DecisionRow;
  requester: { id: string; name: string };
  applied: boolean;
  repeated: boolean;
};

/** SQL that is true while the task is open, not expired and unchanged, and this person may decide it. */
function mayStillDecide(actor: PersonActor, task: TaskRow, digest: string, now: Date): SQL {
  return sql`exists (select 1 from ${tasks} t where t.id = ${task.id} and t.state = 'open' and t.payload_digest = ${digest}
      and (t.expires_at is null or t.expires_at > ${now.getTime()})
      and ${isEligibleNow(actor)})${actor.kind === 'apiKey' ? sql` and exists (select 1 from ${apiKeys} k where k.id = ${actor.key.id} and k.enabled = 1)` : sql``}`;
}

function repeats(
  decision: DecisionRow,
  actor: PersonActor,
  decided: CompletedDecision,
  digest: string,
): boolean {
  return (
    decision.actorId === signatureOf(actor).actorId &&
    decision.outcome === decided.outcome.id &&
    decision.comment === decided.comment &&
    decision.payloadDigest === digest &&
    sameJson(decision.resumeData, decided.resumeData)
  );
}

/** The conflict for a closed task; if it was decided, with who decided, what and when. */
function settled(ctx: Context, task: TaskRow, decision: DecisionRow | null): AppError {
  if (!decision)
    return task.state === 'canceled'
      ? conflict('task_canceled', { state: task.state })
      : conflict('task_expired', { state: 'expired' });
  const { by, at, outcome, outcomeLabel } = decisionView(ctx, task, decision);
  return conflict('already_answered', {
    state: task.state,
    decidedBy: by.name,
    decidedAt: at,
    outcome,
    outcomeLabel,
  });
}

/**
 * Records a person's decision on a task, with the debt to resume the run; the outbox applies it. Repeating the same
 * decision succeeds, and it is applied once.
 * @throws not_found, forbidden, conflict (with who decided), stale (with the changed task), invalid (with paths)
 */
export function decideTask(
  ctx: Context,
  taskId: string,
  input: unknown,
  extras?: DecisionExtras,
): Promise<DecisionReceipt> {
  return traced('decide', { taskId }, () => decide(ctx, taskId, input, extras));
}

async function decide(
  ctx: Context,
  taskId: string,
  input: unknown,
  extras?: DecisionExtras,
): Promise<DecisionReceipt> {
  const { actor } = ctx;
  if (actor.kind === 'system') throw forbidden('only_people');
  requireScope(ctx, 'tasks:decide');
  const { task, decision, requester, lost } = await getTaskFor(ctx, taskId);
  const given = parse(decideTaskInput, input);
  const receipt = (row: DecisionRow, repeated: boolean, now = task): DecisionReceipt => ({
    task: now,
    decision: row,
    requester,
    applied: row.appliedAt !== null,
    repeated,
  });

  if (decision?.actorId === signatureOf(actor).actorId) {
    if (repeats(decision, actor, completeDecision(task, given), given.payloadDigest))
      return receipt(decision, true);
  }
  if (task.state !== 'open') throw settled(ctx, task, decision);
  const refusal = refusalToDecide(actor, task, ctx.clock.now(), lost);
  if (refusal) throw new AppError(refusal);
  if (!ctx.engine.asks({ ...task, path: task.stepPath })) throw conflict('step_gone');
  if (task.evidenceRules < evidenceRules) {
    await readTaskAgain(ctx, task);
    return decide(ctx, taskId, input, extras);
  }
  const shown = await renewForm(ctx, task);
  if (given.payloadDigest !== shown)
    throw stale('question_changed', { payloadDigest: shown, task: await taskDetailOf(ctx, taskId) });
  const decided = completeDecision(task, given);
  const checked = await ctx.engine.validateResume({ ...task, path: task.stepPath }, decided.resumeData);
  if (!checked.ok) throw invalid(issuesBelow('resumeData', checked.issues));

  const final = {
    ...decided,
    outcome: decided.outcome.id,
    label: decided.outcome.label,
    resumeData: checked.value,
    payloadDigest: given.payloadDigest,
  };
  const may = mayStillDecide(actor, task, given.payloadDigest, ctx.clock.now());
  const deed = recordDecision(ctx, task, final, extras ? sql`${may} and ${extras.guard}` : may, {
    undoMs: task.policy.undoMs ?? (given.undoable ? env().undoMs : 0),
  });
  const { won, found } = await commit(ctx, {
    ...deed,
    changes: [...deed.changes, ...(extras?.changes ?? [])],
    reads: taskRead(ctx.db, taskId),
  });
  const after = foundTask(ctx, found);
  if (after.decision && (won || repeats(after.decision, actor, decided, given.payloadDigest)))
    return receipt(after.decision, !won, after.task);
  if (after.task.state !== 'open' || after.decision) throw settled(ctx, after.task, after.decision);
  throw forbidden('no_longer_approver');
}
