import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { tasks } from '@/db/schema';
import { writeCursor } from '@/lib/base/cursor';
import { actor, deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { countOpenTasks, listTasks, mostCounted, taskPage } from './list-tasks';
import { parseTaskQuery } from './task-query';

const list = (desk: TestDesk, who: Person, query: Record<string, string> = {}) =>
  listTasks(desk.as(who), parseTaskQuery(query));

async function fill(desk: TestDesk, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    desk.clock.advance(60_000);
    await desk.request('expense-report', { ...expense(100 + index), purpose: `Trip ${index}` });
  }
}

/** Many tasks for managers, half of them closed: enough for an index to pay off. */
async function crowd(desk: TestDesk): Promise<void> {
  await fill(desk, 1);
  await desk.db
    .run(sql`insert into tasks (id, run_id, workflow_id, step_path, suspended_at, title, state, payload_digest, outcomes, policy, candidates, requester_id, created_at, closed_at)
    with recursive n(i) as (select 0 union all select i + 1 from n where i < 999)
    select t.id || n.i, t.run_id, t.workflow_id, t.step_path, t.suspended_at, t.title, case n.i % 2 when 0 then 'open' else 'decided' end,
      t.payload_digest, t.outcomes, t.policy, t.candidates, t.requester_id || n.i, t.created_at + n.i, case n.i % 2 when 0 then null else t.created_at + n.i end
    from tasks t, n`);
  await desk.db.run(sql`insert into task_candidates (task_id, principal, open, created_at, closed_at)
    select id, 'group:managers', state = 'open', created_at, closed_at from tasks where true on conflict do nothing`);
}

describe('listTasks', () => {
  test('shows each person only the tasks they may decide', async () => {
    const desk = await deskForTest();
    await desk.request('expense-report', expense(), 'requester');
    await desk.request('expense-report', expense(), 'manager');
    const sizes = async (scope: string) =>
      Promise.all(
        (['manager', 'manager2', 'finance', 'requester', 'operator'] as const).map(
          async (who) => (await list(desk, who, { scope })).items.length,
        ),
      );
    // A manager may not decide their own request, but sees it under `all`.
    expect(await sizes('mine')).toEqual([1, 2, 0, 0, 0]);
    expect(await sizes('all')).toEqual([2, 2, 0, 1, 2]);
    expect(await countOpenTasks(desk.as('manager'))).toBe(1);
    expect((await list(desk, 'manager2')).items[0]).not.toHaveProperty('payload');
  });

  test.each(['due', 'newest', 'oldest', 'priority'])(
    'pages through everything once, sorted by %s',
    async (sort) => {
      const desk = await deskForTest();
      await fill(desk, 7);
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page = await list(desk, 'manager', { sort, limit: '3', cursor });
        seen.push(...page.items.map(({ title }) => title));
        cursor = page.nextCursor;
      }
      const rising = Array.from(
        { length: 7 },
        (_, index) => `Approve €${100 + index}.00 travel for Ana Ruiz`,
      );
      expect(seen).toEqual(sort === 'newest' ? rising.toReversed() : rising);
    },
  );

  test('finds by words, workflow, due time and state', async () => {
    const desk = await deskForTest();
    await fill(desk, 2);
    const [first] = (await list(desk, 'manager')).items;
    expect((await list(desk, 'manager', { q: '101.00' })).items).toHaveLength(1);
    expect((await list(desk, 'manager', { q: 'ana ruiz' })).items).toHaveLength(2);
    expect((await list(desk, 'manager', { q: '100%' })).items).toEqual([]);
    expect((await list(desk, 'manager', { workflowId: 'purchase-order' })).items).toEqual([]);
    expect((await list(desk, 'manager', { due: 'today' })).items).toEqual([]);
    desk.clock.advance(4 * 86_400_000);
    expect((await list(desk, 'manager', { due: 'overdue' })).items).toHaveLength(2);
    const [task] = await desk.db
      .select()
      .from(tasks)
      .where(sql`id = ${first!.taskId}`);
    await decideTask(desk.as('manager'), task!.id, {
      outcome: 'approve',
      payloadDigest: task!.payloadDigest,
    });
    expect((await list(desk, 'manager', { state: 'closed' })).items).toMatchObject([
      { taskId: task!.id, outcome: 'approve', decidedBy: actor('manager').name },
    ]);
    expect((await list(desk, 'manager')).items).toHaveLength(1);
  });

  test.each([
    ['limit', '0'],
    ['limit', '1000'],
    ['sort', 'random'],
    ['cursor', 'nonsense'],
    ['scope', 'everything'],
  ])('refuses %s=%s', async (name, value) => {
    const desk = await deskForTest();
    await expect(async () => list(desk, 'manager', { [name]: value })).rejects.toMatchObject({
      code: 'invalid',
      issues: [expect.objectContaining({ path: name })],
    });
  });

  test.each<[Person, Record<string, string>, string]>([
    ['manager', {}, 'c task_candidates_due'],
    ['manager', { scope: 'unclaimed', due: 'week' }, 'c task_candidates_due'],
    ['manager', { sort: 'newest' }, 'c task_candidates_created'],
    ['manager', { sort: 'oldest', workflowId: 'expense-report' }, 'c task_candidates_created'],
    ['manager', { sort: 'priority', q: 'Ana' }, 'c task_candidates_priority'],
    ['manager', { state: 'closed' }, 'c task_candidates_closed'],
    ['manager', { state: 'expired' }, 'c task_candidates_closed'],
    ['manager', { scope: 'all' }, 'c task_candidates_due, t tasks_requester_open, c task_candidates_hidden'],
    ['operator', { scope: 'all' }, 't tasks_open_by_due'],
    ['operator', { scope: 'all', sort: 'priority' }, 't tasks_open_by_priority'],
    ['operator', { scope: 'all', sort: 'newest' }, 't tasks_open'],
    ['operator', { scope: 'all', state: 'closed' }, 't tasks_closed'],
    ['operator', { scope: 'all', state: 'decided', sort: 'oldest' }, 't tasks_closed'],
  ])('for %s, %j is read from an index in its order: %s', async (who, query, expected) => {
    const desk = await deskForTest();
    await crowd(desk);
    await desk.db.run(sql`analyze`);
    for (const cursor of ['', writeCursor([Date.now(), 'task'])]) {
      const { sql: text, params } = taskPage(desk.as(who), parseTaskQuery({ ...query, cursor })).toSQL();
      const { rows } = await desk.db.$client.execute({
        sql: `explain query plan ${text}`,
        args: params as (string | number)[],
      });
      const steps = rows.map(({ detail }) => String(detail));
      const used = steps.flatMap(
        (step) =>
          /^(?:SEARCH|SCAN) ([ct]) USING (?:COVERING )?INDEX (\w+)/.exec(step)?.slice(1, 3).join(' ') ?? [],
      );
      const indexes = [...new Set(used)].filter((index) => index !== 't sqlite_autoindex_tasks_1');

      expect(indexes.join(', ')).toBe(expected);
      expect(steps.filter((step) => /^SCAN [ct]\b(?!.* INDEX)/.test(step))).toEqual([]);
    }
  });

  test('counts a person’s open tasks up to the limit', async () => {
    const desk = await deskForTest();
    await fill(desk, 1);
    expect(await countOpenTasks(desk.as('manager'))).toBe(1);
    await crowd(desk);
    expect(await countOpenTasks(desk.as('manager'))).toBe(mostCounted);
  });
});
