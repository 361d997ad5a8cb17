import { readMigrationFiles } from 'drizzle-orm/migrator';
import { expect, test } from 'vitest';
import { databaseForTest } from '@/tests/support/database';

const all = readMigrationFiles({ migrationsFolder: 'db/migrations' });
const at = all.findIndex(({ sql }) => sql.some((one) => one.includes('ADD `replayed_by`')));

const task = (id: string, state: string) => ({
  sql: `insert into tasks (id, run_id, workflow_id, step_path, suspended_at, title, state, payload_digest, outcomes, policy, candidates, requester_id, created_at)
    values (?, 'run', 'w', '["ask"]', 7, 'Ask', ?, 'sha256:0', '[]', '{}', '[]', 'user', 1)`,
  args: [id, state],
});
const decision = (taskId: string) => ({
  sql: `insert into decisions (id, task_id, run_id, outcome, actor_kind, actor_id, actor_name, channel, payload_digest, created_at)
    values (?, ?, 'run', 'ok', 'user', 'u', 'U', 'web', 'sha256:0', 1)`,
  args: [`dec_${taskId}`, taskId],
});
const debt = (id: string, state: string) => ({
  sql: `insert into outbox (id, kind, run_id, state, due_at, created_at) values (?, 'rebuild', 'run', ?, 1, 1)`,
  args: [id, state],
});
const event = (verb: string, key: string, data = '{}') => ({
  sql: `insert into audit_events (key, verb, actor_kind, actor_id, actor_name, channel, run_id, data, at)
    values (?, ?, 'system', 's', 'S', 'system', 'run', ?, 5)`,
  args: [key, verb, data],
});

test('the migration copies what recovery kept in the audit log to the tasks, decisions and findings that still need it', async () => {
  const { db } = await databaseForTest({ empty: true });
  await db.$client.batch(
    [
      ...all.slice(0, at).flatMap(({ sql }) => sql),
      ...['again', 'moved', 'replayed', 'before'].map((id) => task(id, 'decided')),
      ...['stale', 'failing', 'quiet'].map((id) => task(id, 'open')),
      ...['again', 'moved', 'replayed', 'before'].map(decision),
      debt('rebuild:run:1', 'done'),
      debt('rebuild:run:2', 'pending'),
      event('task.asked_again', 'task.asked_again:again:7'),
      event('task.asked_again', 'task.asked_again:moved:3'),
      event('decision.replayed', 'decision.replayed:rebuild:run:1:before'),
      event('decision.replayed', 'decision.replayed:rebuild:run:2:replayed'),
      event('task.stale', 'task.stale:stale'),
      event('check.failed', 'check.failed:failing'),
      event('run.data_lost', 'run.data_lost:run:ask', '{"step":"ask","losses":[]}'),
      event('run.snapshot_large', 'run.snapshot_large:run', '{spoilt'),
      ...all[at]!.sql,
    ],
    'write',
  );
  const rows = async (sql: string) =>
    (await db.$client.execute(sql)).rows.map((row) => Object.values({ ...row }));
  expect(
    await rows(`select id, asked_again_from, stale_told_at, check_failed_at from tasks
      where coalesce(asked_again_from, stale_told_at, check_failed_at) is not null order by id`),
  ).toEqual([
    ['again', 7, null, null],
    ['failing', null, null, 5],
    ['stale', null, 5, null],
  ]);
  expect(await rows('select task_id, replayed_by from decisions where replayed_by is not null')).toEqual([
    ['replayed', 'rebuild:run:2'],
  ]);
  expect(await rows('select kind, step, data, at from run_findings order by kind')).toEqual([
    ['run.data_lost', 'ask', '{"step":"ask","losses":[]}', 5],
    ['run.snapshot_large', '', '{}', 5],
  ]);
});
