import type { Json } from '@/db/schema/json';
import type { Fence, RunFacts, StepAddress } from './types';

/** Changes runs. Everything here must be called under the run's lease (lib/desk/runs/lease.ts). */
export type Driver = {
  /** Shuts every earlier holder out of the snapshot store. @returns the newest token recorded there: older ones are shut out. */
  takeOver(fence: Pick<Fence, 'runId' | 'token'>): Promise<number>;
  /**
   * Drive a run until it suspends or ends. They throw when the engine or its store fails, not when a step does; and the
   * reason of `fence.signal` once the lease is lost.
   */
  start(run: RunFacts, fence: Fence): Promise<void>;
  /**
   * `taskId` names the question that is answered: what the step does with the answer has a key made of it. `version` is
   * that of the run as it was read: the answer is for no later question of the same step.
   * @throws DrivenElsewhereError when another program has the run, or resumed it first: nothing was done then
   */
  resume(
    run: RunFacts,
    question: StepAddress & { taskId: string; version: number },
    resumeData: Json,
    fence: Fence,
  ): Promise<void>;
  restart(run: RunFacts, fence: Fence): Promise<void>;
  cancel(run: RunFacts, fence: Fence): Promise<void>;
  /**
   * Puts a run that rests back to before a step, or with null to before those it failed in. Nothing runs yet: it stands
   * as after the death of its holder, and `restart` goes on. What came behind the step is forgotten and runs again.
   */
  rewind(run: RunFacts, path: string[] | null, fence: Fence): Promise<void>;
  /** Removes what the snapshot store has of a run, also when it cannot be read. */
  discard(run: RunFacts, fence: Fence): Promise<void>;
  /** Puts right what a dead holder left of a run, as far as no step has to run for it; it may still say `running` then. */
  settle(run: RunFacts, fence: Fence): Promise<void>;
  /** Deletes a run's snapshots, with those of nested workflows and of these calls of agents; they were made between the two moments. */
  prune(
    run: { id: string; workflowId: string },
    scope: { calls: string[]; from: Date; to: Date },
    fence: Fence,
  ): Promise<void>;
};
