import { leaseMs } from '@/lib/desk/runs/lease';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { runLeases, runs } from '@/db/schema';
import { log } from '@/lib/base/log';
import { startRun } from '@/lib/desk/runs/start-run';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { sweep } from './sweep';
import { eventually } from '@/tests/support/eventually';

const any = z.object({}).loose();

const acting = (id: string, execute: (runId: string) => Promise<unknown>) =>
  createWorkflow({ id, inputSchema: any, outputSchema: any })
    .then(
      createStep({
        id: 'act',
        inputSchema: any,
        outputSchema: any,
        execute: async ({ runId }) => (await execute(runId), {}),
      }),
    )
    .commit();

const request = async (desk: TestDesk, workflowId: string) =>
  (await startRun(desk.as('requester'), { workflowId, input: {} })).run.id;
const statusOf = async (desk: TestDesk, runId: string) =>
  (await desk.db.select().from(runs).where(eq(runs.id, runId)))[0]?.status;
const sweepOf = ({ db, engine, clock }: TestDesk) => sweep({ db, engine, clock });

test('a step that never ends does not delay other runs', async () => {
  let end: (value: unknown) => void = () => undefined;
  const endless = new Promise((resolve) => {
    end = resolve;
  });
  const desk = await deskForTest({
    endless: acting('endless', () => endless),
    quick: acting('quick', () => Promise.resolve()),
  });
  const slow = await request(desk, 'endless');
  const others = await Promise.all(Array.from({ length: 12 }, () => request(desk, 'quick')));
  const sweeping = sweepOf(desk);
  onTestFinished(async () => (end(undefined), void (await sweeping)));
  await eventually(async () =>
    expect(await Promise.all(others.map((runId) => statusOf(desk, runId)))).toEqual(
      others.map(() => 'success'),
    ),
  );
  expect(await statusOf(desk, slow)).toBe('running');
  end(undefined);
  expect(await sweeping).toMatchObject({ runs: 13, busy: 0, failed: 0 });
  expect(await statusOf(desk, slow)).toBe('success');
});

test('a hundred runs that other processes drive do not crowd out an abandoned one', async () => {
  const desk = await deskForTest({ quick: acting('quick', () => Promise.resolve()) });
  for (let count = 0; count < 100; count += 1) {
    const runId = await request(desk, 'quick');
    await desk.db
      .insert(runLeases)
      .values({ runId, owner: 'elsewhere', token: 1, expiresAt: Date.now() + leaseMs });
  }
  desk.clock.advance(1);
  const free = await request(desk, 'quick');
  expect(await sweepOf(desk)).toMatchObject({ runs: 100, busy: 99 });
  expect(await statusOf(desk, free)).toBe('success');
});

test('a run that cannot be driven does not stop the sweep', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const desk = await deskForTest({ quick: acting('quick', () => Promise.resolve()) });
  const poisoned = await request(desk, 'quick');
  const fine = await request(desk, 'quick');
  const engine: TestDesk['engine'] = {
    ...desk.engine,
    read: (run) =>
      run.id === poisoned ? Promise.reject(new Error('the snapshot cannot be read')) : desk.engine.read(run),
  };
  expect(await sweep({ db: desk.db, engine, clock: desk.clock })).toMatchObject({ runs: 2, failed: 0 });
  expect(await statusOf(desk, fine)).toBe('success');
  expect(await statusOf(desk, poisoned)).toBe('pending');
});

test('a part that never ends is abandoned and reported, so that the sweep ends', async () => {
  const told = vi.spyOn(log, 'error').mockReturnValue(undefined);
  const { db, engine, clock } = await deskForTest({ quick: acting('quick', () => Promise.resolve()) });
  const tell = () => new Promise<void>(() => undefined);
  await sweep({ db, engine, clock }, { maxMs: 2_000, graceMs: 0, tell });
  expect(told).toHaveBeenCalledWith('a part of the sweep failed', {
    part: 'notifications',
    error: expect.objectContaining({ message: 'no end after 2 s' }),
  });
});
