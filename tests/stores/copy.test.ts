import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { ledgerEntries, runLeases, runs } from '@/db/schema';
import type { WorkflowStoreConfig } from '@/lib/base/env';
import { openSnapshots } from '@/lib/mastra/stores/stored-snapshots';
import { acquireLease } from '@/lib/desk/runs/lease';
import { copyRuns, type CopyOptions } from '@/lib/work/stores/copy-runs';
import type { SnapshotHead, SnapshotStore } from '@/lib/engine/snapshot-store';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { answerFor, answersIn, effectsOf, type Shape } from '@/tests/support/workflows/parts/gate';
import { shapes } from '@/tests/support/workflows/shapes';
import type { Finisher } from './finisher';
import { onEach, workflowStores } from './places';
import { program } from '@/tests/support/program';

const some = [
  'a single gate',
  'gates in sequence',
  'nested two deep',
  'nested beside a gate',
  'foreach over a nested workflow that asks twice',
  'two parallel gates',
  'an agent that asks for two tools',
].map((name) => shapes[name]!);
const sequence = shapes['gates in sequence']!;

async function opened(config: WorkflowStoreConfig): Promise<SnapshotStore> {
  const store = await openSnapshots(config);
  onTestFinished(() => store.close());
  return store;
}

/**
 * Another process answers every question on the other store.
 * @returns what a sweep found there
 */
async function finishOn(desk: TestDesk, store: WorkflowStoreConfig): Promise<unknown> {
  const finisher: Finisher = { database: { url: desk.url, authToken: undefined }, store };
  const root = path.resolve(import.meta.dirname, '../..');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program('tests/stores/finisher.ts'), JSON.stringify(finisher)],
    { cwd: root },
  );
  return JSON.parse(stdout);
}

type Requested = { shape: Shape; runId: string };

/** A desk on the first store with these runs waiting, and a way to copy them to the second. */
async function moving([from, to]: readonly [string, string], waiting: Shape[]) {
  const [store, target] = [await workflowStores[from]!(), await workflowStores[to]!()];
  const desk = await deskForTest(Object.fromEntries(waiting.map(({ workflow }) => [workflow.id, workflow])), {
    store,
  });
  const requested: Requested[] = [];
  for (const shape of waiting)
    requested.push({ shape, runId: await desk.request(shape.workflow.id, shape.input) });
  const [here, there] = [await opened(store), await opened(target)];
  const outcomes = async (options?: CopyOptions, stores = { from: here, to: there }) =>
    Object.fromEntries(
      (await copyRuns({ db: desk.db, ...stores }, options)).map(({ runId, outcome }) => [runId, outcome]),
    );
  return { desk, requested, here, there, outcomes, target };
}

async function all(store: SnapshotStore): Promise<SnapshotHead[]> {
  const heads: SnapshotHead[] = [];
  for await (const page of store.heads()) heads.push(...page);
  return heads.toSorted(
    (a, b) => a.workflowName.localeCompare(b.workflowName) || a.runId.localeCompare(b.runId),
  );
}

const contents = async (store: SnapshotStore) =>
  Promise.all((await all(store)).map(async (head) => ({ ...head, ...(await store.read(head)) })));

/** Answers a run's questions here, one at a time. */
async function answer(desk: TestDesk, { shape, runId }: Requested, rounds = Infinity): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const [task] = await desk.openTasks(runId);
    if (!task) return;
    await decideTask(desk.as('manager'), task.id, {
      ...answerFor(shape, task.payload),
      payloadDigest: task.payloadDigest,
    });
    await desk.drain(runId);
  }
}

/** Expects a finished run with each answer at its question and each effect once. */
async function expectWhole({ db }: TestDesk, { shape, runId }: Requested): Promise<void> {
  const [row] = await db.select().from(runs).where(eq(runs.id, runId));
  expect(row).toMatchObject({
    status: 'success',
    ...(shape.result === undefined ? {} : { result: shape.result }),
  });
  expect(answersIn(row!.result).filter(({ answer: given, meant }) => given !== meant)).toEqual([]);
  const effects = await db.select().from(ledgerEntries).where(eq(ledgerEntries.runId, runId));
  expect(effects.map(({ action, attempts }) => `${action} ${attempts}`).toSorted()).toEqual(
    effectsOf(shape).map((action) => `${action} 1`),
  );
}

const ways = (
  [
    ['LibSQL file', 'remote LibSQL'],
    ['remote LibSQL', 'Postgres'],
    ['Postgres', 'Upstash'],
    ['Upstash', 'LibSQL file'],
  ] as const
).map((way) => [way.join(' to '), way] as const);

onEach('copying runs', Object.fromEntries(ways), (way) => {
  test('copies waiting runs of every shape intact, they continue by their pending tasks, and repeating it changes nothing', async () => {
    const { desk, requested, here, there, outcomes, target } = await moving(way, some);
    const before = await contents(here);
    const every = (outcome: string) => Object.fromEntries(requested.map(({ runId }) => [runId, outcome]));
    expect(await outcomes({ dryRun: true })).toEqual(every('copied'));
    expect(await all(there)).toEqual([]);
    expect(await outcomes()).toEqual(every('copied'));
    expect(await contents(there)).toEqual(before);
    expect(await contents(here)).toEqual(before);
    expect(await outcomes()).toEqual(every('same'));
    expect(await finishOn(desk, target)).toMatchObject({ lost: 0, adopted: 0, projected: 0, failed: 0 });
    for (const run of requested) await expectWhole(desk, run);
    // The runs moved on over there, so those left here are older; copied back, they have ended here as well.
    expect(await outcomes()).toEqual(every('conflict'));
    expect(await contents(here)).toEqual(before);
    expect(await outcomes({}, { from: there, to: here })).toEqual(every('updated'));
    expect(await contents(here)).toEqual(await contents(there));
  });

  test('updates runs that moved on or ended after they were copied; copies finished runs on request', async () => {
    const { desk, requested, here, there, outcomes, target } = await moving(way, [
      sequence,
      sequence,
      sequence,
    ]);
    const [goesOn, ends, rests] = requested.map(({ runId }) => runId);
    await outcomes();
    const late = { shape: sequence, runId: await desk.request(sequence.workflow.id, sequence.input) };
    await answer(desk, requested[0]!, 1);
    await answer(desk, requested[1]!);
    await answer(desk, late);
    expect(await outcomes()).toEqual({ [goesOn!]: 'updated', [ends!]: 'updated', [rests!]: 'same' });
    expect((await all(there)).map(({ status }) => status).toSorted()).toEqual([
      'success',
      'suspended',
      'suspended',
    ]);
    expect(await outcomes({ all: true })).toMatchObject({ [late.runId]: 'copied', [ends!]: 'same' });
    expect(await contents(there)).toEqual(await contents(here));
    await finishOn(desk, target);
    for (const run of [...requested, late]) await expectWhole(desk, run);
  });

  test('leaves a run that is being driven to the next time, and then finishes what was cut off', async () => {
    const {
      desk,
      requested: [run],
      here,
      there,
      outcomes,
    } = await moving(way, [shapes['nested two deep']!]);
    await acquireLease(desk.db, run!.runId);
    expect(await outcomes()).toEqual({ [run!.runId]: 'busy' });
    expect(await all(there)).toEqual([]);
    await desk.db.update(runLeases).set({ expiresAt: 0 });
    const cut = {
      ...there,
      write: (...args: Parameters<SnapshotStore['write']>) =>
        args[1].workflowName === 'middle'
          ? Promise.reject(new Error('the wire was cut'))
          : there.write(...args),
    };
    expect(await outcomes({}, { from: here, to: cut })).toEqual({ [run!.runId]: 'failed' });
    expect((await all(there)).map(({ workflowName }) => workflowName)).toEqual(['inner']);
    expect(await outcomes()).toEqual({ [run!.runId]: 'updated' });
    expect(await contents(there)).toEqual(await contents(here));
  });
});
