import { createClient } from '@libsql/client';
import { eq, ne } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import type { Database } from '@/db/client';
import { runLeases, runs } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { adoptRun } from '@/lib/work/recovery/adopt-run';
import { mirrorRun } from '@/lib/desk/runs/mirror-run';
import { pruneSnapshots } from '@/lib/work/retention/prune-snapshots';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { answered, asking, contested } from './support/contested';
import { deskForTest, type TestDesk } from './support/desk';
import { otherProgram } from './support/other-program';
import { stateOf } from './support/run-state';
import { watched } from './support/watched';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const reason = 'It has to be.';
const day = 86_400_000;

/**
 * Prepares a run with something to do under its lease.
 * @returns its id
 */
type Prepare = (desk: TestDesk) => Promise<string>;

const open: Prepare = async (desk) => (await asking('answering')(desk)).runId;
const ended: Prepare = async (desk) => (await answered('answering')(desk)).runId;
const failed: Prepare = async (desk) => (await answered('failing')(desk)).runId;

const after =
  (prepare: Prepare, act: (desk: TestDesk, runId: string) => Promise<unknown>): Prepare =>
  async (desk) => {
    const runId = await prepare(desk);
    await act(desk, runId);
    return runId;
  };

const answer = async (desk: TestDesk, runId: string) => {
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as('manager'), task!.id, {
    outcome: 'approve',
    payloadDigest: task!.payloadDigest,
  });
};

const snapshots = async (desk: TestDesk, statement: string) => {
  const client = createClient({ url: desk.store.kind === 'libsql' ? desk.store.url : '', timeout: 5000 });
  await client.execute(statement);
  client.close();
};
const loseSnapshot = (desk: TestDesk) => snapshots(desk, 'delete from mastra_workflow_snapshot');
const status = (desk: TestDesk, runId: string, value: 'lost' | 'running') =>
  desk.db.update(runs).set({ status: value }).where(eq(runs.id, runId));

const drive = (ctx: Context, runId: string) => drainRun(ctx, runId);
const prune = async (ctx: Context, runId: string) => {
  // Snapshots of earlier rounds do not matter here.
  await ctx.db.update(runs).set({ snapshotSize: null }).where(ne(runs.id, runId));
  return pruneSnapshots(ctx, { snapshotsMs: day, exportDir: null });
};
const adopt = async (ctx: Context, runId: string) => {
  const { runs: waiting } = await ctx.engine.listWaiting(null, 10);
  return adoptRun(
    ctx,
    waiting.find(({ id }) => id === runId)!,
  );
};

const held: [string, Prepare, (ctx: Context, runId: string) => Promise<unknown>][] = [
  [
    'starts a run',
    async (desk) => (await startRun(desk.as('requester'), { workflowId: 'answering', input: {} })).run.id,
    drive,
  ],
  ['applies an answer', after(open, answer), drive],
  ['cancels a run', after(open, (desk, runId) => cancelRun(desk.as('requester'), runId, {})), drive],
  [
    'takes an answer back',
    after(ended, async (desk, runId) => {
      const task = (await desk.db.query.tasks.findFirst({ where: (t) => eq(t.runId, runId) }))!;
      await rewindRun(desk.as('operator'), { to: 'decision', taskId: task.id }, { reason });
    }),
    drive,
  ],
  [
    'goes back to a step',
    after(ended, (desk, runId) =>
      rewindRun(desk.as('operator'), { to: 'step', runId }, { step: ['ask'], reason }),
    ),
    drive,
  ],
  [
    'restarts a run',
    after(failed, (desk, runId) => rewindRun(desk.as('operator'), { to: 'failure', runId }, { reason })),
    drive,
  ],
  [
    'rebuilds a run',
    after(failed, (desk, runId) => rewindRun(desk.as('operator'), { to: 'journal', runId }, { reason })),
    drive,
  ],
  ['finds no snapshot for an answer', after(after(open, answer), loseSnapshot), drive],
  ['finds that a run is lost', after(open, loseSnapshot), mirrorRun],
  ['finds that a run is back', after(open, (desk, runId) => status(desk, runId, 'lost')), mirrorRun],
  [
    'finds that its rows are behind',
    after(ended, (desk, runId) => status(desk, runId, 'running')),
    mirrorRun,
  ],
  [
    'finds that a snapshot is damaged',
    after(open, (desk) => snapshots(desk, "update mastra_workflow_snapshot set snapshot = x'ff00ff00'")),
    mirrorRun,
  ],
  ['removes a snapshot', after(ended, async (desk) => desk.clock.advance(2 * day)), prune],
  ['adopts a run', async (desk) => (await otherProgram(desk, contested)).start('event', {}), adopt],
];

/** Another process takes the run over, as when its lease has expired. */
const takeOver = async (db: Database, runId: string): Promise<void> => {
  const rival = { owner: 'another', token: 1_000_000, expiresAt: Date.now() + day };
  await db
    .insert(runLeases)
    .values({ runId, ...rival })
    .onConflictDoUpdate({ target: runLeases.runId, set: rival });
};

type Events = { verb: string }[];
const withoutReport = (state: unknown) => {
  const { events, ...rest } = state as { events: Events };
  return { ...rest, events: events.filter(({ verb }) => verb !== 'lease.lost') };
};

/**
 * Works on a new run whose lease is taken over before the given statement.
 * @returns how many statements there were, and the state at the takeover and at the end
 */
async function workUntilTakenOver(
  desk: TestDesk,
  [, prepare, work]: (typeof held)[number],
  place: number,
): Promise<{ statements: number; taken: unknown; end: unknown }> {
  const runId = await prepare(desk);
  let [statements, taken] = [0, undefined as unknown];
  const db = watched(desk.db, async () => {
    if (statements++ !== place) return;
    await takeOver(desk.db, runId);
    taken = await stateOf(desk.db, runId);
  });
  // How it fails does not matter, as long as it leaves nothing behind.
  await work({ ...desk.as('system'), db }, runId).catch(() => undefined);
  return {
    statements,
    taken: withoutReport(taken ?? { events: [] }),
    end: withoutReport(await stateOf(desk.db, runId)),
  };
}

test.each(held)(
  'who %s, and loses the lease at any statement, writes nothing from then on',
  async (...one) => {
    for (const level of ['info', 'warn', 'error'] as const)
      vi.spyOn(log, level).mockImplementation(() => undefined);
    const desk = await deskForTest(contested);
    const { statements } = await workUntilTakenOver(desk, one, Infinity);
    expect(statements).toBeGreaterThan(2);
    for (let place = 0; place < statements; place += 1) {
      const { taken, end } = await workUntilTakenOver(desk, one, place);
      expect(end, `the lease was lost before statement ${place + 1} of ${statements}`).toEqual(taken);
    }
  },
);
