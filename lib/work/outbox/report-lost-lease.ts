import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import type { Lease } from '@/lib/desk/runs/lease';

/**
 * Reports a lease that was lost during work: steps that ran after it was last known to be held may run a second time in
 * another process. It is written without the lease, so it changes nothing of the run itself.
 */
export async function reportLostLease(ctx: Context, { runId, token, steps, heldAt }: Lease): Promise<void> {
  const since = steps
    .filter(({ endedAt }) => endedAt === null || endedAt >= heldAt)
    .map(({ path, forEachIndex, endedAt }) => ({
      path,
      forEachIndex,
      state: endedAt === null ? 'running' : 'ended',
    }));
  log.error('a lease was lost while its holder worked', {
    runId,
    token,
    steps: since.map(({ path, state }) => `${path.join('/')} ${state}`),
  });
  try {
    await commit(ctx, {
      event: {
        verb: 'lease.lost',
        runId,
        key: `lease.lost:${runId}:${token}`,
        data: { token, steps: since },
      },
    });
  } catch (error) {
    log.error('a lost lease could not be told of in the history of its run', { runId, error });
  }
}
