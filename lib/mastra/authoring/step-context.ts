import { z } from 'zod';

/** The request context key under which a step finds the desk's facts about its run. */
export const contextKey = 'countersign';

const stepContext = z.object({
  runId: z.string(),
  requester: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  idempotencyKey: z.string(),
});

export type StepContext = z.output<typeof stepContext>;

/** @throws when the step does not run at the desk */
export function stepContextOf(requestContext: { get(name: string): unknown } | undefined): StepContext {
  return stepContext.parse(requestContext?.get(contextKey));
}

/**
 * An idempotency key for a step's outside effect. It stays the same when this execution is retried after a
 * crash, and differs per run, step, item, round, answer and revision. With several effects in one step,
 * append to it.
 */
export const idempotencyKeyOf = (requestContext: { get(name: string): unknown } | undefined): string =>
  stepContextOf(requestContext).idempotencyKey;

const driven = z.object({ requestContext: z.object({ [contextKey]: z.object({ runId: z.string() }) }) });

/**
 * The run that was being driven when a snapshot was written: its own or the one it is nested in. Null when
 * the desk was not driving.
 */
export function rootOf(snapshot: unknown): string | null {
  const { data } = driven.safeParse(snapshot);
  return data?.requestContext[contextKey].runId ?? null;
}
