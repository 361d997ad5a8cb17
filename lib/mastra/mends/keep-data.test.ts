import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { auditEvents, runs } from '@/db/schema';
import { log } from '@/lib/base/log';
import { runFindings } from '@/lib/desk/runs/run-findings';
import { noteLostData } from '@/lib/journal/note-lost-data';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { archiveAudit } from '@/tests/support/archive-audit';

const loose = z.unknown();
const flow = <Id extends string>(id: Id) => createWorkflow({ id, inputSchema: loose, outputSchema: loose });
const give = (id: string, output: unknown) =>
  createStep({ id, inputSchema: loose, outputSchema: loose, execute: async () => output });
const ask = (id: string, payload: unknown) =>
  createStep({
    id,
    inputSchema: loose,
    outputSchema: loose,
    resumeSchema: z.object({ ok: z.boolean() }),
    execute: async ({ resumeData, suspend }) => resumeData ?? suspend(payload as object),
  });

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;

test('reports an output that the snapshot cannot store, once and with its path, also in a nested workflow; the run continues', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  const inner = flow('inner')
    .then(give('count', { rows: [{ id: 10n, secret: 'not told' }], by: new Map([['a', 1]]) }))
    .commit();
  const desk = await deskForTest({
    w: flow('w')
      .then(inner)
      .then(ask('gate', { fine: true }))
      .commit(),
  });
  const runId = await desk.request('w', {});
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as('manager'), task!.id, {
    resumeData: { ok: true },
    payloadDigest: task!.payloadDigest,
  });
  await desk.drain(runId);
  expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
  const events = JSON.stringify(await desk.db.select().from(auditEvents));
  expect([events.includes('run.data_lost'), events.includes('not told')]).toEqual([true, false]);
  await archiveAudit(desk.db);
  expect(await runFindings(desk.as('operator'), runId)).toEqual([
    {
      verb: 'run.data_lost',
      at: expect.any(String),
      data: {
        step: 'inner/count',
        losses: [
          { path: 'rows[0].id', what: expect.stringContaining('BigInt') },
          { path: 'by', what: expect.stringContaining('Map') },
        ],
      },
    },
  ]);
  expect(await runFindings(desk.as('requester'), runId)).toEqual([]);
});

test('does not ask a question that would lose a part: its step fails and names the part', async () => {
  const desk = await deskForTest({
    w: flow('w')
      .then(ask('gate', { amount: 5, lines: [{ price: NaN }] }))
      .commit(),
  });
  const runId = await desk.request('w', {});
  expect(await runOf(desk, runId)).toMatchObject({
    status: 'failed',
    error: { step: 'gate', message: expect.stringContaining('lines[0].price is NaN') },
  });
  expect(await desk.openTasks(runId)).toEqual([]);
});

test('what two tries of a step lose at once is told once', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  const desk = await deskForTest();
  const lose = () => noteLostData('run', 'step', [{ path: 'at', what: 'is a Date' }]);
  await Promise.all([lose(), lose()]);
  await lose();
  expect(await runFindings(desk.as('operator'), 'run')).toHaveLength(1);
  expect(await desk.db.$count(auditEvents, eq(auditEvents.verb, 'run.data_lost'))).toBe(1);
});
