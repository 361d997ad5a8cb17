import { readMigrationFiles } from 'drizzle-orm/migrator';
import { expect, test } from 'vitest';
import { openTask } from '@/lib/desk/tasks/transitions';
import { databaseForTest } from '@/tests/support/database';
import { systemClock } from '@/lib/base/clock';
import { write } from '@/lib/journal/commit';
import { asSystem } from '@/lib/people/context';
import { taskCandidates } from './schema';

const all = readMigrationFiles({ migrationsFolder: 'db/migrations' });
const at = all.findIndex(({ sql }) => sql.some((one) => one.includes('ADD `due_order`')));

const old = (id: string, priority: string, due: number | null, closed: number | null) => ({
  sql: `insert into tasks (id, run_id, workflow_id, step_path, suspended_at, title, state, payload_digest, outcomes,
      policy, candidates, requester_id, priority, due_at, created_at, closed_at)
    values (?, 'run', 'w', '["s"]', 1, 'Pay', ?, 'sha256:0', '[]', '{}', '["group:a"]', 'user', ?, ?, 1000, ?)`,
  args: [id, closed === null ? 'open' : 'decided', priority, due, closed],
});

test('inbox rows of an older release sort like new ones', async () => {
  const { db } = await databaseForTest({ empty: true });
  const tasks = [old('a', 'urgent', null, null), old('b', 'low', 7000, null), old('c', 'normal', 8000, 9000)];
  await db.$client.batch(
    [
      ...all.slice(0, at).flatMap(({ sql }) => sql),
      ...tasks,
      "insert into task_candidates (task_id, principal, open) select id, 'group:a', state = 'open' from tasks",
      ...all.slice(at).flatMap(({ sql }) => sql),
    ],
    'write',
  );
  const moved = await db.select().from(taskCandidates).orderBy(taskCandidates.taskId);
  const facts = {
    runId: 'run',
    workflowId: 'w',
    stepPath: ['s'],
    suspendedAt: 1,
    title: 'Pay',
    payloadDigest: 'sha256:0',
    outcomes: [],
    policy: {} as never,
    candidates: ['group:a'],
    requesterId: 'user',
    createdAt: new Date(1000),
  };
  const written = await databaseForTest();
  for (const [id, priority, due] of [
    ['a', 'urgent', null],
    ['b', 'low', 7000],
    ['c', 'normal', 8000],
  ] as const)
    await write(
      asSystem({ db: written.db, clock: systemClock }),
      openTask({ ...facts, id, priority, dueAt: due === null ? null : new Date(due) }),
    );
  const now = await written.db.select().from(taskCandidates).orderBy(taskCandidates.taskId);
  expect(moved).toEqual([now[0], now[1], { ...now[2], open: false, closedAt: new Date(9000) }]);
});
