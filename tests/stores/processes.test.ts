import type { TaskRow } from '@/db/schema';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { decisions, ledgerEntries, runLeases, runs, tasks } from '@/db/schema';
import { underFence } from '@/lib/mastra/stores/fence';
import { openStorage, workflowStoreOf } from '@/lib/mastra/stores/storage';
import type { Fence } from '@/lib/engine/types';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type Person, type Places, type TestDesk } from '@/tests/support/desk';
import { heldWorkflows } from '@/tests/support/held-workflows';
import { appDatabases, onEach, workflowStores } from './places';
import type { Racer } from './racer';
import { program } from '@/tests/support/program';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const root = path.resolve(import.meta.dirname, '../..');
const races = 100;

/** Another process on a desk's stores, ended with the test. */
async function otherProcess(racer: Racer) {
  const child = spawn(process.execPath, [program('tests/stores/racer.ts'), JSON.stringify(racer)], {
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
  return {
    next,
    kill,
    tell: ({ runId, id, payloadDigest }: TaskRow) =>
      void child.stdin.write(`${JSON.stringify({ runId, taskId: id, payloadDigest })}\n`),
  };
}

/** The app database in a file, with each snapshot store; and both in one remote database, as on Turso. */
const everywhere: Record<string, () => Promise<Required<Places>>> = {
  ...Object.fromEntries(
    Object.entries(workflowStores).map(([name, store]) => [
      `files and ${name}`,
      async () => ({ database: await appDatabases.file!(), store: await store() }),
    ]),
  ),
  'one remote LibSQL for both': async () => {
    const database = await appDatabases.remote!();
    return { database, store: { kind: 'libsql', ...database } };
  },
};

/** Deletes a run's snapshot, as somebody who wipes the store would. */
async function wipe({ store }: Required<Places>, workflowName: string, runId: string): Promise<void> {
  const storage = await openStorage(store);
  const by: Fence = {
    runId,
    token: 1_000,
    signal: new AbortController().signal,
    steps: [],
    lose: () => undefined,
  };
  await storage.takeOver(by);
  await underFence(by, async () =>
    (await workflowStoreOf(storage)).deleteWorkflowRunById({ workflowName, runId }),
  );
  await storage.close();
}

const quick = () => heldWorkflows(() => Promise.resolve());

/** A run's final state, once nothing is open. */
async function outcome({ db }: TestDesk, runId: string) {
  const [[run], asks, answers, effects] = await db.batch([
    db.select().from(runs).where(eq(runs.id, runId)),
    db.select().from(tasks).where(eq(tasks.runId, runId)),
    db.select().from(decisions).where(eq(decisions.runId, runId)),
    db.select().from(ledgerEntries).where(eq(ledgerEntries.runId, runId)),
  ]);
  return {
    status: run?.status,
    tasks: asks.length,
    applied: answers.filter(({ appliedAt }) => appliedAt !== null).length,
    effects: effects.map(({ action, attempts }) => `${action} ${attempts}`).toSorted(),
  };
}

const whole = { status: 'success', tasks: 2, applied: 2, effects: ['between 1', 'last 1', 'one 1', 'two 1'] };

async function answerRest(desk: TestDesk, runId: string): Promise<void> {
  for (const task of await desk.openTasks(runId))
    await decideTask(desk.as('manager'), task.id, {
      resumeData: { by: 'manager' },
      payloadDigest: task.payloadDigest,
    });
  await desk.drain(runId);
}

onEach('processes', everywhere, (place) => {
  test(`two that decide and drive the same task at the same instant, ${races} times: one decision, one resume, one effect`, async ({
    task: { meta },
  }) => {
    const places = await place();
    const desk = await deskForTest(quick(), places);
    const both = await Promise.all(
      (['manager', 'manager2'] as Person[]).map((who) => otherProcess({ ...places, who })),
    );
    const began = performance.now();
    const seen = { winners: 0, unlike: [] as unknown[] };
    for (let race = 0; race < races; race += 1) {
      const runId = await desk.request('held', {});
      const [task] = await desk.openTasks(runId);
      for (const racer of both) racer.tell(task!);
      const said = (await Promise.all(both.map((racer) => racer.next()))).toSorted();
      if (said.join() === 'conflict,decided') seen.winners += 1;
      await answerRest(desk, runId);
      const became = await outcome(desk, runId);
      if (JSON.stringify(became) !== JSON.stringify(whole)) seen.unlike.push({ said, ...became });
    }
    meta.measured = `${races} races of two processes: ${seen.winners} with exactly one winner, ${races - seen.unlike.length} with one effect each, in ${Math.round(performance.now() - began)} ms`;
    expect(seen).toEqual({ winners: races, unlike: [] });
  });

  test.each([
    ['in the gate', 'one'],
    ['in a later step', 'between'],
  ])('one that is killed %s: another one finishes the run, each effect once', async (__, hold) => {
    const places = await place();
    const desk = await deskForTest(quick(), places);
    const runId = await desk.request('held', {});
    const [task] = await desk.openTasks(runId);
    const victim = await otherProcess({ ...places, who: 'manager', hold });
    victim.tell(task!);
    expect(await victim.next()).toBe(`at ${hold}`);
    await victim.kill();
    // The other process used real time.
    desk.clock.advance(3_600_000);
    expect(await desk.drain(runId)).toBe('busy');
    await desk.db.update(runLeases).set({ expiresAt: 0 });
    await desk.drain(runId);
    await answerRest(desk, runId);
    expect(await outcome(desk, runId)).toEqual(whole);
  });

  test('after a process is killed behind several pauses, another continues with the output of the last one', async () => {
    const places = await place();
    const desk = await deskForTest(quick(), places);
    const runId = await desk.request('pauses', {});
    const [task] = await desk.openTasks(runId);
    const victim = await otherProcess({ ...places, who: 'manager', hold: 'last' });
    victim.tell(task!);
    expect(await victim.next()).toBe('at last');
    await victim.kill();
    desk.clock.advance(3_600_000);
    await desk.db.update(runLeases).set({ expiresAt: 0 });
    await desk.drain(runId);
    const [run] = await desk.db.select().from(runs).where(eq(runs.id, runId));
    expect(run).toMatchObject({ status: 'success', result: { done: ['two', 'three', 'four', 'last'] } });
  });

  test('after a store is wiped, people are not asked again, and the run is rebuilt from the journal', async () => {
    const places = await place();
    const desk = await deskForTest(quick(), places);
    const runId = await desk.request('held', {});
    await answerRest(desk, runId);
    await wipe(places, 'held', runId);
    await answerRest(desk, runId);
    const status = async () => (await desk.db.select().from(runs).where(eq(runs.id, runId)))[0]?.status;
    expect(await status()).toBe('lost');
    await rewindRun(desk.as('operator'), { to: 'journal', runId }, { reason: 'The store was wiped.' });
    await desk.drain(runId);
    // Finished work is repeated, under its old keys.
    expect(await outcome(desk, runId)).toEqual({
      ...whole,
      effects: ['between 2', 'last 1', 'one 2', 'two 1'],
    });
  });
});
