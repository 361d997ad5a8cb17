import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { outbox } from '@/db/schema';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { commitsIn, countSent } from './support/costs';
import { deskForTest, expense } from './support/desk';

type Cost = { calls: number; statements: number; commits: number; snapshots: number };

/**
 * Each call is a round trip to a server, each commit a sync of the app's file. Lower these numbers when you save
 * some.
 */
const expected: Record<string, Cost> = {
  'start, recorded': { calls: 1, statements: 4, commits: 1, snapshots: 0 },
  'start, applied': { calls: 13, statements: 21, commits: 4, snapshots: 5 },
  'decision, recorded': { calls: 2, statements: 7, commits: 1, snapshots: 0 },
  'decision, applied': { calls: 14, statements: 21, commits: 5, snapshots: 9 },
};

test('a request and a decision cost exactly these calls, statements and commits', async () => {
  const desk = await deskForTest();
  const store = (desk.store as { url: string }).url;
  const sent = countSent(desk.db.$client);
  const costs: Record<string, Cost> = {};
  const counted = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const [before, commits, snapshots] = [{ ...sent }, commitsIn(desk.url), commitsIn(store)];
    const result = await work();
    costs[name] = {
      calls: sent.calls - before.calls,
      statements: sent.statements - before.statements,
      commits: commitsIn(desk.url) - commits,
      snapshots: commitsIn(store) - snapshots,
    };
    return result;
  };
  const { run } = await counted('start, recorded', () =>
    startRun(desk.as('requester'), { workflowId: 'expense-report', input: expense() }),
  );
  await counted('start, applied', () => desk.drain(run.id));
  const [task] = await desk.openTasks(run.id);
  const { id, payloadDigest } = task!;
  await counted('decision, recorded', () =>
    decideTask(desk.as('manager'), id, { outcome: 'approve', resumeData: {}, payloadDigest }),
  );
  // The undo window is over.
  await desk.db
    .update(outbox)
    .set({ dueAt: new Date(0) })
    .where(eq(outbox.runId, run.id));
  await counted('decision, applied', () => desk.drain(run.id));
  expect(costs).toEqual(expected);
});
