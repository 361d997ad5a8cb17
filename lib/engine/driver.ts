import type { Json } from '@/db/schema/json';
import type { Fence, RunFacts, StepAddress } from './types';

/** Changes runs. Everything here must be called under the run's lease (lib/desk/runs/lease.ts). */
export type Driver = {
  /**
   * Shuts earlier holders out of the snapshot store.
   * @returns the newest token recorded there; writes with older tokens are refused
   */
  takeOver(fence: Pick<Fence, 'runId' | 'token'>): Promise<number>;
  /**
   * These four drive a run until it suspends or ends. They throw when the engine or its store fails, but not
   * when a step does. Once the lease is lost they throw `fence.signal.reason`.
   */
  start(run: RunFacts, fence: Fence): Promise<void>;
  /**
   * `taskId` goes into the idempotency key of what the step does with the answer. `version` is the run's
   * version when it was read, so that the answer cannot reach a later question of the same step.
   * @throws DrivenElsewhereError when another program drives the run or resumed it first; nothing was done
   *   then
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
   * Puts a run at rest back to before a step or, with null, to before the steps it failed in. Runs nothing:
   * the snapshot looks as if its holder had died there, and `restart` continues. Results after that step are
   * dropped.
   */
  rewind(run: RunFacts, path: string[] | null, fence: Fence): Promise<void>;
  /** Deletes a run's snapshots, even when they cannot be read. */
  discard(run: RunFacts, fence: Fence): Promise<void>;
  /**
   * Repairs what a dead holder left of a run, as far as that needs no step to run. The run may still be
   * `running` afterwards.
   */
  settle(run: RunFacts, fence: Fence): Promise<void>;
  /**
   * Deletes a run's snapshots, with those of its nested workflows and of the agent calls given. `from` and
   * `to` bound when they were made.
   */
  prune(
    run: { id: string; workflowId: string },
    scope: { calls: string[]; from: Date; to: Date },
    fence: Fence,
  ): Promise<void>;
};
