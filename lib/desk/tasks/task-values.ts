import type { tasks } from '@/db/schema';
import { nextReminder } from './next-reminder';
import type { Context } from '@/lib/people/context';
import { askedBefore, isTooOften } from './asked-before';
import { newSalt, payloadDigest } from './payload-digest';
import { resolveCandidates } from './resolve-candidates';
import type { RunFacts, Suspension } from '@/lib/engine/types';

/**
 * The version of the rules by which evidence is read from a snapshot. Open tasks with an older version are read again
 * (lib/desk/runs/read-again.ts): before 2, keys in the input could pass for marks of the desk or the engine.
 */
export const evidenceRules = 2;

/** The columns that identify a task's suspension; they change when the engine asks the same again. */
export const waitOf = ({ suspendedAt, startedAt }: Pick<Suspension, 'suspendedAt' | 'startedAt'>) => ({
  suspendedAt,
  stepStartedAt: startedAt,
});

/** A task's columns for a suspension, by the current code: evidence, form, approvers, times. */
export async function taskValues(ctx: Context, suspension: Suspension, run: RunFacts) {
  const { db, clock, engine } = ctx;
  const now = clock.now();
  const draft = await engine.describeTask(suspension, run, now);
  const { policy } = draft;
  // A wait for a signal or check has no approvers; operators and the requester see it on the run's page.
  const asksPeople = draft.kind === 'step' || draft.kind === 'tool-call';
  const before = asksPeople ? await askedBefore(db, suspension) : null;
  // After too many repeats only operators are asked, as the run must be cancelled or its workflow fixed.
  const wanted = isTooOften(before, policy) ? ['role:operator'] : draft.candidates;
  const { candidates, standIns } = asksPeople
    ? await resolveCandidates(db, wanted, run.requester.id, policy.forbidSelfApproval)
    : { candidates: [], standIns: null };
  const digestSalt = newSalt();
  return {
    kind: draft.kind,
    title: draft.title,
    payload: suspension.payload,
    evidenceRules,
    payloadSchema: draft.payloadSchema,
    toolCall: suspension.toolCall,
    resumeSchema: draft.resumeSchema,
    payloadDigest: payloadDigest(suspension, draft.resumeSchema, digestSalt),
    digestSalt,
    outcomes: draft.outcomes,
    policy,
    candidates,
    standIns,
    askedBefore: before,
    signalName: draft.signal?.name ?? null,
    signalKey: draft.signal?.key ?? null,
    checkAt: policy.checkEveryMs === null ? null : now,
    priority: draft.priority,
    dueAt: draft.dueAt,
    expiresAt: policy.onExpiry === 'notify' ? null : draft.dueAt,
    remindAt: nextReminder(draft.dueAt, policy.remindMs, now),
    escalateAt: policy.escalate ? new Date(now.getTime() + policy.escalate.afterMs) : null,
  } satisfies Partial<typeof tasks.$inferInsert>;
}
