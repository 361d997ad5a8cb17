import { eq } from 'drizzle-orm';
import { runBatch } from '@/db/guarded';
import { groupMembers, tasks, users } from '@/db/schema';
import { grantDeciding, revokeApiKey } from '@/lib/api-keys/change-api-key';
import { createApiKey } from '@/lib/api-keys/create-api-key';
import { reassignTask } from '@/lib/operations/reassign-tasks';
import { rebuildRun } from '@/lib/operations/rebuild-run';
import { restartRun } from '@/lib/operations/restart-run';
import { retryRun } from '@/lib/operations/retry-run';
import { timeTravel } from '@/lib/operations/time-travel';
import { askChecks } from '@/lib/recovery/ask-checks';
import { Faults } from '@/lib/recovery/faults';
import { cancelRun } from '@/lib/runs/cancel-run';
import { loseRun } from '@/lib/runs/lose-run';
import { reviseDecision } from '@/lib/runs/revise-decision';
import { sendSignal } from '@/lib/signals/send-signal';
import { decideTask } from '@/lib/tasks/decide-task';
import { escalateTask } from '@/lib/tasks/escalate-task';
import { expireTask } from '@/lib/tasks/expire-task';
import { remindTask } from '@/lib/tasks/remind-task';
import { renewForm } from '@/lib/tasks/renew-form';
import { released, type Deed, type Scene } from './contested';
import { actor } from './desk';

const minutes = (count: number) => count * 60_000;
const reason = 'It has to be.';

const answer =
  (who: 'manager' | 'manager2', outcome: 'approve' | 'reject'): Deed =>
  ({ task }, as) =>
    decideTask(as(who), task.id, { outcome, payloadDigest: task.payloadDigest });

const keys = new Map<string, string>();

/** The key of a person that may decide; made before anybody acts. */
export async function withKey(scene: Scene): Promise<Scene> {
  const { desk, task } = scene;
  const { keyId } = await createApiKey(desk.as('manager'), { name: 'Robot', scopes: ['tasks:read'] });
  await grantDeciding(desk.as('admin'), keyId);
  keys.set(task.id, keyId);
  return scene;
}

const keyOf = ({ task }: Scene) => keys.get(task.id)!;

/** What people, programs and the system do about a run, each by its verb. */
export const deeds = {
  approve: answer('manager', 'approve'),
  reject: answer('manager2', 'reject'),
  approveByKey: (scene, as) => {
    const key = { id: keyOf(scene), name: 'Robot', scopes: ['tasks:read' as const, 'tasks:decide' as const] };
    const by = { ...as('manager'), actor: { ...actor('manager'), kind: 'apiKey' as const, key } };
    const { id, payloadDigest } = scene.task;
    return decideTask(by, id, { outcome: 'approve', payloadDigest });
  },
  revokeKey: (scene, as) => revokeApiKey(as('manager'), keyOf(scene)),
  cancel: ({ runId }, as) => cancelRun(as('requester'), runId, { reason }),
  cancelAsOperator: ({ runId }, as) => cancelRun(as('operator'), runId, { reason: 'An operator wants it.' }),
  expire: ({ task }, as) => expireTask(as('system', minutes(61)), task.id),
  remind: ({ task }, as) => remindTask(as('system', minutes(31)), task.id),
  escalate: ({ task }, as) => escalateTask(as('system', minutes(21)), task.id),
  reassign: ({ task }, as) => reassignTask(as('operator'), task.id, { to: ['group:finance'], reason }),
  reassignToOne: ({ task }, as) =>
    reassignTask(as('admin'), task.id, { to: [`user:${actor('manager2').id}`], reason }),
  release: async ({ desk, task }, as) => {
    const engine = await desk.reopen(released);
    return renewForm({ ...as('manager2'), engine }, task);
  },
  lose: ({ runId }, as) => {
    const ctx = as('system');
    return runBatch(ctx.db, loseRun(ctx, runId));
  },
  leaveGroup: ({ desk }) => desk.db.delete(groupMembers).where(eq(groupMembers.userId, actor('manager').id)),
  closeAccount: ({ desk }) =>
    desk.db
      .update(users)
      .set({ banned: true })
      .where(eq(users.id, actor('manager').id)),
  loseRole: ({ desk }) =>
    desk.db
      .update(users)
      .set({ role: 'requester' })
      .where(eq(users.id, actor('manager').id)),
  /** As when a policy's times are made shorter. */
  endTime: ({ desk, task }) =>
    desk.db.update(tasks).set({ expiresAt: desk.clock.now() }).where(eq(tasks.id, task.id)),
  /** As when another program's run is adopted for somebody. */
  becomeRequester: ({ desk, task }) =>
    desk.db
      .update(tasks)
      .set({ requesterId: actor('manager').id })
      .where(eq(tasks.id, task.id)),
  takeBack: ({ task }, as) => reviseDecision(as('operator'), task.id, { reason }),
  goBack: ({ runId }, as) => timeTravel(as('admin'), runId, { step: ['ask'], reason }),
  restart: ({ runId }, as) => restartRun(as('operator'), runId, { reason }),
  rebuild: ({ runId }, as) => rebuildRun(as('admin'), runId, { reason }),
  retry: ({ runId }, as) => retryRun(as('operator'), runId, { reason }),
  retryAsAdmin: ({ runId }, as) => retryRun(as('admin'), runId, { reason }),
  signal: ({ runId }, as) =>
    sendSignal(as('operator'), { name: 'arrived', key: runId, data: { approved: true } }),
  check: async (_, as) => {
    const ctx = as('system', minutes(2));
    return askChecks(ctx, await Faults.open(ctx));
  },
  drive: ({ desk, runId }) => desk.drain(runId),
} satisfies Record<string, Deed>;
