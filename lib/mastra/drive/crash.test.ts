import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decisions, ledgerEntries, runs, tasks } from '@/db/schema';
import { recordEffect } from '@/lib/engine/record-effect';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { MortalDisk } from '@/tests/support/mortal-disk';
import { drivenUntil, mortalProcess } from '@/tests/support/mortal-process';
import { archiveAudit } from '@/tests/support/archive-audit';

const any = z.object({}).loose();
const effect = (name: string) => (runId: string) =>
  recordEffect({ key: `${runId}/${name}`, runId, action: name, detail: {} });
const gate = (id: string) =>
  createStep({
    id,
    inputSchema: any,
    outputSchema: any,
    resumeSchema: any,
    execute: async ({ resumeData, suspend, runId }) =>
      resumeData ? (await effect(id)(runId), { [id]: resumeData }) : suspend({ id }),
  });
/** Asks twice; both answers have an effect, and the second turn sees the result of the first. */
const turns = (id: string) =>
  createStep({
    id,
    inputSchema: any,
    outputSchema: any,
    resumeSchema: any,
    execute: async ({ resumeData, suspendData, suspend, runId }) => {
      if (!resumeData) return suspend({ turn: 'one' });
      const turn = z.object({ turn: z.enum(['one', 'two']) }).parse(suspendData).turn;
      await effect(turn)(runId);
      return turn === 'one' ? suspend({ turn: 'two' }) : { [id]: resumeData };
    },
  });
const act = (id: string) =>
  createStep({
    id,
    inputSchema: any,
    outputSchema: any,
    execute: async ({ runId, inputData }) => (await effect(id)(runId), { ...inputData }),
  });
const flow = (id: string) =>
  createWorkflow({ id, inputSchema: any, outputSchema: any, options: { autoRestartActiveRuns: false } });

const listed = (id: string, length: number) =>
  flow(id).map(async () => Array.from({ length }, (_, index) => ({ index })));
const item = () => flow('item').then(act('before')).then(gate('one')).then(act('after')).commit();

/** Rebuilt for each process, because the engine keeps state on workflow objects. */
const shapes = (): Record<string, AnyWorkflow> => ({
  line: flow('line')
    .then(act('first'))
    .then(gate('one'))
    .then(act('between'))
    .then(gate('two'))
    .then(act('last'))
    .commit(),
  sides: flow('sides')
    .parallel([gate('left'), gate('right')])
    .then(act('last'))
    .commit(),
  turns: flow('turns').then(turns('gate')).then(act('last')).commit(),
  'nested turns': flow('nested turns')
    .then(flow('inner').then(act('before')).then(turns('gate')).commit())
    .then(act('last'))
    .commit(),
  'turns at the side': flow('turns at the side')
    .parallel([turns('gate'), gate('right')])
    .then(act('last'))
    .commit(),
  pause: flow('pause')
    .then(gate('one'))
    .sleep(1)
    .map(async ({ inputData }) => inputData)
    .then(gate('two'))
    .map(async ({ inputData }) => inputData)
    .then(act('last'))
    .commit(),
  nested: flow('nested')
    .then(flow('inner').then(gate('one')).then(act('between')).then(gate('two')).commit())
    .then(act('last'))
    .commit(),
  'nested two deep': flow('nested two deep')
    .then(
      flow('middle')
        .then(flow('inner').then(gate('one')).then(act('after')).commit())
        .then(act('between'))
        .commit(),
    )
    .then(act('last'))
    .commit(),
  loop: flow('loop')
    .dountil(
      flow('round').then(act('before')).then(gate('one')).then(act('after')).commit(),
      async ({ iterationCount }) => iterationCount >= 2,
    )
    .then(act('last'))
    .commit(),
  'list, one by one': listed('list, one by one', 2)
    .foreach(gate('one'))
    .map(async () => ({}))
    .then(act('last'))
    .commit(),
  'list, two at a time': listed('list, two at a time', 3)
    .foreach(gate('one'), { concurrency: 2 })
    .map(async () => ({}))
    .then(act('last'))
    .commit(),
  'work on a list': listed('work on a list', 3)
    .foreach(act('each'), { concurrency: 2 })
    .map(async () => ({}))
    .then(gate('one'))
    .then(act('last'))
    .commit(),
  'nested list, one by one': listed('nested list, one by one', 2)
    .foreach(item())
    .map(async () => ({}))
    .then(act('last'))
    .commit(),
  'nested list, two at a time': listed('nested list, two at a time', 3)
    .foreach(item(), { concurrency: 2 })
    .map(async () => ({}))
    .then(act('last'))
    .commit(),
  branch: flow('branch')
    .branch([
      [async () => true, gate('one')],
      [async () => false, gate('never')],
      [async () => true, gate('two')],
    ])
    .then(act('last'))
    .commit(),
});

const boot = (desk: TestDesk, disk: MortalDisk) => mortalProcess(desk, disk, shapes());

async function answerAll(desk: TestDesk, runId: string): Promise<number> {
  const open = await desk.openTasks(runId);
  for (const task of open)
    await decideTask(desk.as('manager'), task.id, {
      resumeData: { by: task.stepPath.join('/') },
      payloadDigest: task.payloadDigest,
    });
  return open.length;
}

/** A run on a fresh desk at its n-th drive (0: the start), in its own process. */
async function comeTo(workflowId: string, drive: number) {
  const desk = await deskForTest(shapes());
  const disk = new MortalDisk();
  const ctx = await boot(desk, disk);
  const { run } = await startRun({ ...desk.as('requester'), engine: ctx.engine }, { workflowId, input: {} });
  for (let done = 0; done < drive; done += 1) {
    await drainRun(ctx, run.id);
    if ((await answerAll(desk, run.id)) === 0) return null;
  }
  return { desk, disk, ctx, runId: run.id };
}

async function goOn(desk: TestDesk, runId: string): Promise<void> {
  // Whoever goes on needs none of the audit log.
  await archiveAudit(desk.db);
  const ctx = await boot(desk, new MortalDisk());
  do await drainRun(ctx, runId);
  while ((await answerAll(desk, runId)) > 0);
}

/** What must hold in the end, wherever the process was killed. */
async function outcomeOf({ db }: TestDesk) {
  const [[run], asked, answers, effects] = await db.batch([
    db.select().from(runs),
    db.select().from(tasks),
    db.select().from(decisions),
    db.select().from(ledgerEntries),
  ]);
  return {
    status: run?.status,
    tasks: asked.map(({ state }) => state),
    applied: answers.map(({ appliedAt }) => appliedAt !== null),
    effects: effects.reduce<Record<string, number>>(
      (sums, { action, attempts }) => ({ ...sums, [action]: (sums[action] ?? 0) + attempts }),
      {},
    ),
  };
}

/** How often each effect must happen. */
const effects: Record<string, Record<string, number>> = {
  line: { first: 1, one: 1, between: 1, two: 1, last: 1 },
  sides: { left: 1, right: 1, last: 1 },
  turns: { one: 1, two: 1, last: 1 },
  'nested turns': { before: 1, one: 1, two: 1, last: 1 },
  'turns at the side': { one: 1, two: 1, right: 1, last: 1 },
  pause: { one: 1, two: 1, last: 1 },
  nested: { one: 1, between: 1, two: 1, last: 1 },
  'nested two deep': { one: 1, after: 1, between: 1, last: 1 },
  loop: { before: 2, one: 2, after: 2, last: 1 },
  'list, one by one': { one: 2, last: 1 },
  'list, two at a time': { one: 3, last: 1 },
  'work on a list': { each: 3, one: 1, last: 1 },
  'nested list, one by one': { before: 2, one: 2, after: 2, last: 1 },
  'nested list, two at a time': { before: 3, one: 3, after: 3, last: 1 },
  branch: { one: 1, two: 1, last: 1 },
};
const questions = (once: Record<string, number>) =>
  (once.one ?? 0) + (once.two ?? 0) + (once.left ?? 0) + (once.right ?? 0);
/**
 * How many steps may be running when the process dies, whatever was written last: a list with room for two writes
 * its progress while an item works.
 */
const sideBySide: Record<string, number> = {
  'work on a list': 2,
  'list, two at a time': 1,
  'nested list, two at a time': 2,
};

describe.each(Object.entries(effects))(
  'a process that is killed while it drives a run (%s)',
  (workflowId, once) => {
    test.each([0, 1, 2])(
      'drive %i: after any write, another process continues; nobody is asked twice, no finished step runs again',
      async (drive) => {
        for (let writes = 0; ; writes += 1) {
          const at = await comeTo(workflowId, drive);
          if (!at) return;
          const last = await drivenUntil(at.desk, at.ctx, at.disk, at.runId, writes);
          const before = await outcomeOf(at.desk);
          await goOn(at.desk, at.runId);
          const seen = await outcomeOf(at.desk);
          // Only a step killed while running runs again: elsewhere its effect was the last thing written.
          const running = sideBySide[workflowId];
          const twice =
            running !== undefined || last?.includes('ledger_entries')
              ? Object.keys(once).filter((name) => (seen.effects[name] ?? 0) > once[name]!)
              : [];
          const again = twice.reduce((sum, name) => sum + seen.effects[name]! - once[name]!, 0);
          expect({ writes, last, again: again <= (running ?? 1) }).toEqual({
            writes,
            last,
            again: true,
          });
          expect({ writes, last, before, ...seen }).toEqual({
            writes,
            last,
            before,
            status: 'success',
            tasks: Array.from({ length: questions(once) }, () => 'decided'),
            applied: Array.from({ length: questions(once) }, () => true),
            effects: { ...once, ...Object.fromEntries(twice.map((name) => [name, seen.effects[name]])) },
          });
          if (last === null) return;
        }
      },
    );
  },
);
