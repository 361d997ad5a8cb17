import type { TaskRow } from '@/db/schema';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { gt } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decisions, ledgerEntries, runLeases, runs, tasks } from '@/db/schema';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type Person, type TestDesk } from './support/desk';
import { heldWorkflows } from './support/held-workflows';
import { program } from '@/tests/support/program';

const root = path.resolve(import.meta.dirname, '..');

/**
 * Another process on the desk's files, ended with the test. `next` reads its next line, `go` lets it begin.
 */
async function otherProcess(
  desk: TestDesk,
  runId: string,
  { hold = '', decide }: { hold?: string; decide?: { who: Person; task: TaskRow } } = {},
) {
  const told = decide ? [decide.who, decide.task.id, decide.task.payloadDigest] : [];
  const args = [desk.url, desk.url.replace(/app\.db$/, 'workflows.db'), hold, runId, ...told];
  const child = spawn(process.execPath, [program('tests/support/desk-process.ts'), ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value as string | undefined;
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(kill);
  expect(await next()).toBe('ready');
  return { next, kill, go: () => void child.stdin.write('go\n') };
}

async function asked() {
  const desk = await deskForTest(heldWorkflows(() => Promise.resolve()));
  const runId = await desk.request('held', {});
  const [task] = await desk.openTasks(runId);
  return { desk, runId, task: task! };
}

const answer = async (desk: TestDesk, task: TaskRow) =>
  decideTask(desk.as('manager'), task.id, {
    resumeData: { by: 'manager' },
    payloadDigest: task.payloadDigest,
  });

/** Answers what is still open and returns the run's final state. */
async function finish(desk: TestDesk, runId: string) {
  for (const task of await desk.openTasks(runId)) await answer(desk, task);
  await desk.drain(runId);
  const [[run], asks, answers, effects] = await desk.db.batch([
    desk.db.select().from(runs),
    desk.db.select().from(tasks),
    desk.db.select().from(decisions),
    desk.db.select().from(ledgerEntries),
  ]);
  return {
    status: run?.status,
    tasks: asks.length,
    applied: answers.filter(({ appliedAt }) => appliedAt !== null).length,
    effects: effects.map(({ action, attempts }) => `${action} ${attempts}`).toSorted(),
  };
}

const whole = { status: 'success', tasks: 2, applied: 2, effects: ['between 1', 'last 1', 'one 1', 'two 1'] };

describe('several processes on the same files', () => {
  test('deciding and driving the same task at the same instant make one decision, one resume, one effect', async () => {
    const { desk, runId, task } = await asked();
    const both = await Promise.all(
      (['manager', 'manager2'] as const).map((who) => otherProcess(desk, runId, { decide: { who, task } })),
    );
    for (const process of both) process.go();
    expect((await Promise.all(both.map((process) => process.next()))).toSorted()).toEqual([
      'conflict',
      'decided',
    ]);
    await Promise.all(both.map((process) => process.next()));
    expect(await desk.db.select().from(decisions)).toHaveLength(1);
    expect(await finish(desk, runId)).toEqual(whole);
  });

  test.each([
    ['in the gate', 'in one'],
    ['in a later step', 'in between'],
  ])(
    'one that is killed %s: nobody else may go on while its lease lasts; then the run is finished, each effect once',
    async (_, hold) => {
      const { desk, runId, task } = await asked();
      await answer(desk, task);
      const [victim, heir] = await Promise.all([
        otherProcess(desk, runId, { hold }),
        otherProcess(desk, runId),
      ]);
      victim.go();
      expect(await victim.next()).toBe(`at ${hold}`);
      expect(await desk.drain(runId)).toBe('busy');
      await victim.kill();
      expect(await desk.drain(runId)).toBe('busy');
      await desk.db.update(runLeases).set({ expiresAt: 0 });
      heir.go();
      expect(await heir.next()).toBe('drained');
      expect(await finish(desk, runId)).toEqual(whole);
    },
  );

  const decision = 'insert into "decisions"';
  test.each([
    ['before the decision is written', `before app ${decision}`, { recorded: 0, driving: false }],
    [
      'after the decision is written, before anything is driven',
      `after app ${decision}`,
      { recorded: 1, driving: false },
    ],
    ['before it takes the lease', 'before app insert into "run_leases"', { recorded: 1, driving: false }],
    [
      'with the lease, before the engine knows',
      'after app insert into "run_leases"',
      { recorded: 1, driving: true },
    ],
    [
      'when the snapshots are its own to write',
      'after store insert into countersign_fences',
      { recorded: 1, driving: true },
    ],
    [
      'when the engine claims the run',
      'before store update mastra_workflow_snapshot',
      { recorded: 1, driving: true },
    ],
    [
      'after the engine has claimed the run',
      'after store update mastra_workflow_snapshot',
      { recorded: 1, driving: true },
    ],
    ['in the gate, before its effect', 'in one', { recorded: 1, driving: true }],
    [
      'in the gate, after its effect',
      'after app insert into "ledger_entries"',
      { recorded: 1, driving: true },
    ],
    ['in a later step', 'in between', { recorded: 1, driving: true }],
    [
      'when the run has gone on, before its rows and its debt are written',
      'before app update "runs"',
      { recorded: 1, driving: true },
    ],
    [
      'after they are written, with the lease in its hand',
      'after app update "runs"',
      { recorded: 1, driving: true },
    ],
  ])(
    'one that decides and is killed %s: the answer counts once, and another one goes on',
    async (_, hold, { recorded, driving }) => {
      const { desk, runId, task } = await asked();
      const victim = await otherProcess(desk, runId, { hold, decide: { who: 'manager', task } });
      victim.go();
      let line = await victim.next();
      if (line === 'decided') line = await victim.next();
      expect(line).toBe(`at ${hold}`);
      await victim.kill();
      expect(await desk.db.$count(decisions)).toBe(recorded);
      expect(await desk.db.$count(runLeases, gt(runLeases.expiresAt, Date.now()))).toBe(driving ? 1 : 0);
      await desk.db.update(runLeases).set({ expiresAt: 0 });
      // The test's clock stood still while the other process worked.
      desk.clock.advance(600_000);
      expect(await answer(desk, task)).toMatchObject({ repeated: recorded === 1 });
      expect(await desk.drain(runId)).toBe('drained');
      // Effects are not rolled back: a step killed after its effect but before it is recorded runs again,
      // under the same key.
      const again = hold.includes('ledger_entries');
      expect(await finish(desk, runId)).toEqual(
        again
          ? { ...whole, effects: whole.effects.map((effect) => (effect === 'one 1' ? 'one 2' : effect)) }
          : whole,
      );
    },
  );
});
