import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Context, UserActor } from '@/lib/people/context';
import { deskForTest, expense } from '@/tests/support/desk';
import { getPanel } from './get-panel';

test('the panel of one of many items reads only that item’s evidence', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  const evidence = JSON.stringify({ ...expense(), note: 'e'.repeat(20_000) });
  await desk.db.run(sql`update tasks set payload = ${evidence}`);
  await desk.db
    .run(sql`insert into tasks (id, run_id, workflow_id, step_path, suspended_at, title, payload, payload_digest, outcomes, policy, candidates, requester_id, created_at)
    with recursive n(i) as (select 0 union all select i + 1 from n where i < 49)
    select t.id || n.i, t.run_id, t.workflow_id, t.step_path, t.suspended_at, t.title, t.payload, t.payload_digest, t.outcomes, t.policy, t.candidates, t.requester_id, t.created_at + n.i
    from tasks t, n`);
  let read = 0;
  const { $client: client } = desk.db;
  const { batch } = client;
  client.batch = async (...args) => {
    const results = await batch.apply(client, args);
    read += JSON.stringify(results.map(({ rows }) => rows)).length;
    return results;
  };
  const panel = await getPanel(desk.as('manager') as Context & { actor: UserActor }, task!.id);
  expect(panel.task.payload).toEqual(JSON.parse(evidence));
  expect(read).toBeGreaterThan(evidence.length);
  // The other items still have their own title, form and policy.
  expect(read).toBeLessThan(10 * evidence.length);
});
