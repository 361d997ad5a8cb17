import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ledgerEntries, runLeases } from '@/db/schema';
import { recordEffect } from '@/lib/engine/record-effect';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { stepContextOf } from '@/lib/mastra/authoring/step-context';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const any = z.unknown();
const flow = (id: string) =>
  createWorkflow({ id, inputSchema: any, outputSchema: any, options: { autoRestartActiveRuns: false } });

type Execution = { requestContext: { get(name: string): unknown } };

/** A side effect under its step's key; its name in the ledger is only for the test. */
async function effect({ requestContext }: Execution, action: string) {
  const { runId, idempotencyKey, requester } = stepContextOf(requestContext);
  expect(requester).toEqual({ id: 'usr_demo_requester', name: 'Ana Ruiz', email: 'requester@demo.test' });
  await recordEffect({ key: idempotencyKey, runId, action, detail: {} });
}

const act = (id: string) =>
  createStep({
    id,
    inputSchema: any,
    outputSchema: any,
    execute: async (ctx) => (await effect(ctx, id), ctx.inputData),
  });
/** Asks `times` times; each answer is followed by an effect. */
const gate = (id: string, times = 1) =>
  createStep({
    id,
    inputSchema: any,
    outputSchema: any,
    resumeSchema: z.object({ n: z.number() }),
    execute: async (ctx) => {
      if (ctx.resumeData) await effect(ctx, id);
      const n = ctx.resumeData?.n ?? 0;
      return n < times ? ctx.suspend({ n: n + 1 }) : ctx.inputData;
    },
  });

const inner = () => flow('inner').then(gate('one')).then(act('work')).commit();

const shapes: Record<string, { make: () => AnyWorkflow; effects: Record<string, number> }> = {
  'parallel and nested': {
    make: () =>
      flow('w')
        .parallel([act('left'), act('right'), inner()])
        .then(act('last'))
        .commit(),
    effects: { left: 1, right: 1, one: 1, work: 1, last: 1 },
  },
  'a gate that asks three times': {
    make: () => flow('w').then(gate('one', 3)).then(act('work')).commit(),
    effects: { one: 3, work: 1 },
  },
  'a loop of two rounds': {
    make: () =>
      flow('w')
        .dountil(act('work'), async ({ iterationCount }) => iterationCount >= 2)
        .then(act('last'))
        .commit(),
    effects: { work: 2, last: 1 },
  },
  'a loop over a nested workflow': {
    make: () =>
      flow('w')
        .dountil(inner(), async ({ iterationCount }) => iterationCount >= 2)
        .then(act('last'))
        .commit(),
    effects: { one: 2, work: 2, last: 1 },
  },
  'items side by side': {
    make: () =>
      flow('w')
        .map(async () => [1, 2, 3])
        .foreach(gate('one'), { concurrency: 2 })
        .foreach(act('work'), { concurrency: 3 })
        .commit(),
    effects: { one: 3, work: 3 },
  },
  'items of a nested workflow': {
    make: () =>
      flow('w')
        .map(async () => [1, 2])
        .foreach(inner(), { concurrency: 2 })
        .then(act('last'))
        .commit(),
    effects: { one: 2, work: 2, last: 1 },
  },
};

async function answerAll(desk: TestDesk, runId: string): Promise<void> {
  for (let open = await desk.openTasks(runId); open.length > 0; open = await desk.openTasks(runId)) {
    for (const task of open) {
      const { n } = z.object({ n: z.number() }).parse(task.payload);
      await decideTask(desk.as('manager'), task.id, { resumeData: { n }, payloadDigest: task.payloadDigest });
    }
    await desk.drain(runId);
  }
}

const effectsOf = async (desk: TestDesk, runId?: string) => {
  const rows = (await desk.db.select().from(ledgerEntries)).filter(
    (row) => runId === undefined || row.runId === runId,
  );
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ action }) => action)].map(([action, entries]) => [
      action,
      entries.map(({ attempts }) => attempts),
    ]),
  );
};

describe.each(Object.entries(shapes))('the key of a side effect (%s)', (_, { make, effects }) => {
  test('differs for every execution and every run', async () => {
    const desk = await deskForTest({ w: make() });
    for (let run = 0; run < 2; run += 1) {
      const runId = await desk.request('w', {});
      await answerAll(desk, runId);
      expect(await effectsOf(desk, runId)).toEqual(
        Object.fromEntries(
          Object.entries(effects).map(([name, times]) => [name, Array.from({ length: times }, () => 1)]),
        ),
      );
    }
  });
});

test('a step of a run that was taken back has another key', async () => {
  const desk = await deskForTest({ w: flow('w').then(gate('one')).then(act('work')).commit() });
  const runId = await desk.request('w', {});
  const [task] = await desk.openTasks(runId);
  await answerAll(desk, runId);
  await rewindRun(desk.as('operator'), { to: 'decision', taskId: task!.id }, { reason: 'The wrong one.' });
  await desk.drain(runId);
  await answerAll(desk, runId);
  expect(await effectsOf(desk)).toEqual({ one: [1, 1], work: [1, 1] });
});

describe.each(['one', 'work'])('a process that dies in its effect (%s)', (where) => {
  test.each([0, 1])('has the same key when retried (%i questions answered before)', async (before) => {
    let dead = false;
    /** Hangs for ever after its effect, like a step killed there. */
    const dying = (id: string) => async (ctx: Execution) => {
      await effect(ctx, id);
      if (dead && id === where) await new Promise(() => reached!());
    };
    let reached: (() => void) | undefined;
    const make = () => {
      const gates = createStep({
        id: 'one',
        inputSchema: any,
        outputSchema: any,
        resumeSchema: z.object({ n: z.number() }),
        execute: async (ctx) => {
          const n = ctx.resumeData?.n ?? 0;
          if (ctx.resumeData) await dying('one')(ctx);
          return n <= before ? ctx.suspend({ n: n + 1 }) : ctx.inputData;
        },
      });
      const work = createStep({
        id: 'work',
        inputSchema: any,
        outputSchema: any,
        execute: async (ctx) => (await dying('work')(ctx), {}),
      });
      return { w: flow('w').then(flow('inner').then(gates).then(work).commit()).commit() };
    };
    const desk = await deskForTest(make());
    const { run } = await startRun(desk.as('requester'), { workflowId: 'w', input: {} });
    await desk.drain(run.id);
    for (let answered = 0; answered <= before; answered += 1) {
      const [task] = await desk.openTasks(run.id);
      await decideTask(desk.as('manager'), task!.id, {
        resumeData: { n: answered + 1 },
        payloadDigest: task!.payloadDigest,
      });
      dead = answered === before;
      const stands = new Promise<void>((resolve) => (reached = resolve));
      await Promise.race([drainRun(desk.as('system'), run.id), stands]);
    }
    onTestFinished(() => void (dead = false));
    await desk.db.update(runLeases).set({ expiresAt: 0 });
    dead = false;
    await drainRun(desk.as('system', await desk.reopen(make())), run.id);
    expect(await effectsOf(desk)).toEqual({
      one: [...Array.from({ length: before }, () => 1), where === 'one' ? 2 : 1],
      work: [where === 'work' ? 2 : 1],
    });
  });
});
