import { describe, expect, test } from 'vitest';
import { auditEvents, outbox, runs } from '@/db/schema';
import { sweep } from '@/lib/process/sweep/sweep';
import { actor, deskForTest, expense } from '@/tests/support/desk';
import { startRun } from './start-run';

describe('startRun', () => {
  test('records the request before the engine knows of it', async () => {
    const desk = await deskForTest();
    const { run } = await startRun(
      desk.as('requester'),
      { workflowId: 'expense-report', input: expense() },
      'key-1',
    );
    expect(run).toMatchObject({
      status: 'pending',
      requesterId: actor('requester').id,
      title: 'Expense report: Train to Lyon',
      idempotencyKey: 'key-1',
      input: expense(),
    });
    expect(await desk.engine.read(run)).toBeNull();
    expect(await desk.db.select().from(outbox)).toMatchObject([{ id: `start:${run.id}`, state: 'pending' }]);
    expect(await desk.db.select().from(auditEvents)).toMatchObject([
      { verb: 'run.requested', runId: run.id, actorId: actor('requester').id },
    ]);
  });

  test('after a crash between recording and starting, the sweep of another process starts the run', async () => {
    const desk = await deskForTest();
    const { run } = await startRun(desk.as('requester'), { workflowId: 'expense-report', input: expense() });
    const engine = await desk.reopen();
    expect(await sweep({ db: desk.db, engine, clock: desk.clock })).toMatchObject({
      runs: 1,
      busy: 0,
      failed: 0,
    });
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'suspended' }]);
    expect(await desk.openTasks(run.id)).toMatchObject([{ title: 'Approve €240.00 travel for Ana Ruiz' }]);
    expect(await sweep({ db: desk.db, engine, clock: desk.clock })).toMatchObject({
      runs: 0,
      busy: 0,
      failed: 0,
    });
  });

  test('the same key returns one run, also for twenty concurrent calls; another request with it is a conflict', async () => {
    const desk = await deskForTest();
    const body = { workflowId: 'expense-report', input: expense() };
    const started = await Promise.all(
      Array.from({ length: 20 }, () => startRun(desk.as('requester'), body, 'once')),
    );
    expect(new Set(started.map(({ run }) => run.id)).size).toBe(1);
    expect(started.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await desk.db.select().from(runs)).toHaveLength(1);
    expect(await desk.db.select().from(auditEvents)).toHaveLength(1);
    await expect(
      startRun(desk.as('requester'), { ...body, input: expense(99) }, 'once'),
    ).rejects.toMatchObject({ code: 'conflict' });
    const other = await startRun(desk.as('requester2'), body, 'once');
    expect(other.repeated).toBe(false);
  });

  test.each([
    ['an unknown workflow', { workflowId: 'no-such', input: {} }, { code: 'not_found' }],
    [
      'input that does not fit',
      { workflowId: 'expense-report', input: { ...expense(), amount: -1, spentOn: 'yesterday' } },
      {
        code: 'invalid',
        issues: [
          expect.objectContaining({ path: 'input.amount' }),
          expect.objectContaining({ path: 'input.spentOn' }),
        ],
      },
    ],
    [
      'no input',
      { workflowId: 'expense-report' },
      { code: 'invalid', issues: [expect.objectContaining({ path: 'input' })] },
    ],
    [
      'an unknown property',
      { workflowId: 'expense-report', input: expense(), requesterId: 'usr_other' },
      { code: 'invalid' },
    ],
    ['a body that is no object', 'hello', { code: 'invalid' }],
  ])('refuses %s and records nothing', async (_, body, error) => {
    const desk = await deskForTest();
    await expect(startRun(desk.as('requester'), body)).rejects.toMatchObject(error);
    expect(await desk.db.select().from(runs)).toEqual([]);
    expect(await desk.db.select().from(outbox)).toEqual([]);
  });

  test('the system cannot start requests', async () => {
    const desk = await deskForTest();
    await expect(
      startRun(desk.as('system'), { workflowId: 'expense-report', input: expense() }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
