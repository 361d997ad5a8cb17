import { eq } from 'drizzle-orm';
import { groupMembers, runs, signals, taskCandidates, tasks, users } from '@/db/schema';
import { grantDeciding, revokeApiKey } from '@/lib/accounts/keys/change-api-key';
import { createApiKey } from '@/lib/accounts/keys/create-api-key';
import { reassignTask } from '@/lib/desk/operators/reassign-tasks';
import { retryRun } from '@/lib/desk/operators/retry-run';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { askChecks } from '@/lib/work/recovery/ask-checks';
import { Faults } from '@/lib/work/recovery/faults';
import { markHanging } from '@/lib/work/recovery/mark-hanging';
import { matchKeptSignals } from '@/lib/work/recovery/match-kept-signals';
import type { Walk } from '@/lib/work/recovery/walk';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { loseRun } from '@/lib/desk/runs/lose-run';
import { sendSignal } from '@/lib/desk/signals/send-signal';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { escalateTask } from '@/lib/desk/tasks/escalate-task';
import { expireTask } from '@/lib/desk/tasks/expire-task';
import { remindTask } from '@/lib/desk/tasks/remind-task';
import { renewForm } from '@/lib/desk/decisions/renew-form';
import { askStandIns, dismissStandIns } from '@/lib/desk/tasks/stand-ins';
import { undoDecision } from '@/lib/desk/decisions/undo-decision';
import { asking, released, type Deed, type Prepare, type Scene } from './contested';
import { write } from '@/lib/journal/commit';
import { actor } from './desk';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const minutes = (count: number) => count * 60_000;
const reason = 'It has to be.';

const answer =
  (who: 'manager' | 'manager2', outcome: 'approve' | 'reject'): Deed =>
  ({ task }, as) =>
    decideTask(as(who), task.id, { outcome, payloadDigest: task.payloadDigest });

const approveOpen: Deed = async ({ desk, runId }, as) => {
  const [open] = await desk.openTasks(runId);
  if (!open) return false;
  const { id, payloadDigest } = open;
  return decideTask(as('manager'), id, { outcome: 'approve', payloadDigest });
};

const reopen: Deed = ({ task }, as) =>
  rewindRun(as('operator'), { to: 'decision', taskId: task.id }, { reason });

const restart: Deed = ({ runId }, as) => rewindRun(as('operator'), { to: 'failure', runId }, { reason });

/** A deed of which nothing is owed any more when somebody else goes on. */
const driven =
  (deed: Deed): Deed =>
  async (scene, as) => {
    const done = await deed(scene, as);
    await drainRun(as('system'), scene.runId);
    return done;
  };

/** Adds a person's API key that may decide, created before anybody acts. */
export async function withKey(scene: Scene): Promise<Scene> {
  const { desk } = scene;
  const { keyId } = await createApiKey(desk.as('manager'), { name: 'Robot', scopes: ['tasks:read'] });
  await grantDeciding(desk.as('admin'), keyId);
  return { ...scene, thing: keyId };
}

/** An answer that its person can still undo. */
export const undoable: Prepare = async (desk) => {
  const scene = await asking('answering')(desk);
  const { id, payloadDigest } = scene.task;
  await decideTask(desk.as('manager'), id, { outcome: 'approve', payloadDigest, undoable: true });
  return scene;
};

/** A question whose group has become empty, before and after operators are asked. */
export const orphaned: Prepare = async (desk) => {
  await desk.db.delete(groupMembers).where(eq(groupMembers.groupId, 'managers'));
  const scene = await asking('answering')(desk);
  const { candidates, standIns } = { candidates: ['group:managers'], standIns: null };
  await desk.db.update(tasks).set({ candidates, standIns }).where(eq(tasks.id, scene.task.id));
  await desk.db.delete(taskCandidates).where(eq(taskCandidates.taskId, scene.task.id));
  await desk.db
    .insert(taskCandidates)
    .values({ taskId: scene.task.id, principal: 'group:managers', open: true });
  return { ...scene, task: { ...scene.task, candidates, standIns } };
};
export const stoodIn: Prepare = async (desk) => {
  const scene = await orphaned(desk);
  await askStandIns(desk.as('system'), scene.task);
  await joinGroup(scene);
  const [task] = await desk.openTasks(scene.runId);
  return { ...scene, task: task! };
};

/** A wait whose signal has arrived but was not matched, because the process died in between. */
export const signalled: Prepare = async (desk) => {
  const scene = await asking('event')(desk);
  await desk.db.insert(signals).values({
    id: `sig_${scene.runId}`,
    name: 'arrived',
    key: scene.runId,
    data: { approved: true },
    actorKind: 'system',
    actorId: 'system',
    actorName: 'System',
    channel: 'system',
    createdAt: desk.clock.now(),
  });
  return scene;
};

/** A run that nothing will move. */
export const hanging: Prepare = async (desk) => {
  const scene = await asking('answering')(desk);
  await desk.db.update(tasks).set({ state: 'canceled' }).where(eq(tasks.id, scene.task.id));
  return scene;
};

const walk = (): Walk => ({
  after: null,
  over: () => false,
  count: () => undefined,
  attempt: async (_, work) => (await work(), true),
});

const joinGroup = ({ desk }: Pick<Scene, 'desk'>) =>
  desk.db
    .insert(groupMembers)
    .values({ userId: actor('manager').id, groupId: 'managers', createdAt: desk.clock.now() })
    .onConflictDoNothing();

const matchKept =
  (aheadMs: number): Deed =>
  async (_, as) => {
    const ctx = as('system', aheadMs);
    const { matched, expired } = await matchKeptSignals(ctx, await Faults.open(ctx));
    return matched + expired > 0;
  };

/** What people, programs and the system do to a run, through the verbs. */
export const deeds = {
  approve: answer('manager', 'approve'),
  reject: answer('manager2', 'reject'),
  approveByKey: (scene, as) => {
    const key = { id: scene.thing!, name: 'Robot', scopes: ['tasks:read' as const, 'tasks:decide' as const] };
    const by = { ...as('manager'), actor: { ...actor('manager'), kind: 'apiKey' as const, key } };
    const { id, payloadDigest } = scene.task;
    return decideTask(by, id, { outcome: 'approve', payloadDigest });
  },
  revokeKey: (scene, as) => revokeApiKey(as('manager'), scene.thing!),
  undo: ({ task }, as) => undoDecision(as('manager'), task.id),
  /** The undo window is over by the driver's clock. */
  apply: ({ runId }, as) => drainRun(as('system', minutes(11)), runId),
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
    return write(ctx, loseRun(runId, ctx.clock.now()));
  },
  standIn: ({ task }, as) => askStandIns(as('system'), task),
  standDown: ({ task }, as) => dismissStandIns(as('system'), task),
  joinGroup,
  markHanging: async (_, as) => (await markHanging(as('system', minutes(10)), walk())) > 0,
  /** As when a slow projection is finally written. */
  askAgain: ({ desk, task }) => desk.db.update(tasks).set({ state: 'open' }).where(eq(tasks.id, task.id)),
  matchSignal: matchKept(0),
  giveUpSignal: matchKept(minutes(8 * 24 * 60)),
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
  /** As when a policy's times are shortened. */
  endTime: ({ desk, task }) =>
    desk.db.update(tasks).set({ expiresAt: desk.clock.now() }).where(eq(tasks.id, task.id)),
  /** As when another program's run is adopted for the manager. */
  becomeRequester: ({ desk, task }) =>
    desk.db
      .update(tasks)
      .set({ requesterId: actor('manager').id })
      .where(eq(tasks.id, task.id)),
  /** Decides whatever question of the run is open. */
  approveOpen,
  approveOpenAndDrive: driven(approveOpen),
  /** As when retention is about to remove the snapshot. */
  beginPruning: ({ desk, runId }) =>
    desk.db.update(runs).set({ snapshotPrunedAt: desk.clock.now() }).where(eq(runs.id, runId)),
  cancelAndDrive: driven(({ runId }, as) => cancelRun(as('requester'), runId, { reason })),
  reopenAndDrive: driven(reopen),
  workAgain: driven(({ runId }, as) =>
    rewindRun(as('admin'), { to: 'step', runId }, { step: ['work'], reason }),
  ),
  restartAndDrive: driven(restart),
  reopen,
  rewind: ({ runId }, as) => rewindRun(as('admin'), { to: 'step', runId }, { step: ['ask'], reason }),
  restart,
  rebuild: ({ runId }, as) => rewindRun(as('admin'), { to: 'journal', runId }, { reason }),
  retry: ({ runId }, as) => retryRun(as('operator'), runId, { reason }),
  retryAsAdmin: ({ runId }, as) => retryRun(as('admin'), runId, { reason }),
  signal: ({ runId }, as) =>
    sendSignal(as('operator'), { name: 'arrived', key: runId, data: { approved: true } }),
  check: async (_, as) => {
    const ctx = as('system', minutes(2));
    return askChecks(ctx, await Faults.open(ctx));
  },
} satisfies Record<string, Deed>;
