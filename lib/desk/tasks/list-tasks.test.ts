import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { tasks } from '@/db/schema';
import { actor, deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { countOpenTasks, listTasks, parseTaskQuery, taskPage } from './list-tasks';

const list = (desk: TestDesk, who: Person, query: Record<string, string> = {}) =>
  listTasks(desk.as(who), parseTaskQuery(query));

async function fill(desk: TestDesk, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    desk.clock.advance(60_000);
    await desk.request('expense-report', { ...expense(100 + index), purpose: `Trip ${index}` });
  }
}

describe('listTasks', () => {
  test('shows each person what they may answer, and nobody else’s', async () => {
    const desk = await deskForTest();
    await desk.request('expense-report', expense(), 'requester');
    await desk.request('expense-report', expense(), 'manager');
    const sizes = async (scope: string) =>
      Promise.all(
        (['manager', 'manager2', 'finance', 'requester', 'operator'] as const).map(
          async (who) => (await list(desk, who, { scope })).items.length,
        ),
      );
    // A manager's own request is not among those they may answer, but they see it among all.
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

  test('"For me" is one query that goes by indexes only', async () => {
    const desk = await deskForTest();
    const { sql: text, params } = taskPage(desk.as('manager'), parseTaskQuery({})).toSQL();
    const plan = await desk.db.$client.execute({
      sql: `explain query plan ${text}`,
      args: params as (string | number)[],
    });
    const steps = plan.rows.map((row) => String(row.detail));
    expect(steps.join('\n')).toContain('task_candidates_inbox');
    expect(steps.filter((step) => step.startsWith('SCAN'))).toEqual([]);
  });
});
