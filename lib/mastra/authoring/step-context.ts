import { z } from 'zod';

/** Under which name a step finds what the desk knows of its run. */
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
 * A key for what a step does outside: the same when this very execution is tried again after a crash, another one for
 * another run, step, item, round, answer, or after an answer was taken back. With several effects in one step, add to it.
 */
export const idempotencyKeyOf = (requestContext: { get(name: string): unknown } | undefined): string =>
  stepContextOf(requestContext).idempotencyKey;

const driven = z.object({ requestContext: z.object({ [contextKey]: z.object({ runId: z.string() }) }) });

/** The run in whose drive a snapshot was written: its own, or the one that it is nested in; null: none of ours. */
export function rootOf(snapshot: unknown): string | null {
  const { data } = driven.safeParse(snapshot);
  return data?.requestContext[contextKey].runId ?? null;
}
