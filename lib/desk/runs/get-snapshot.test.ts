import { createStep, createWorkflow } from '@mastra/core/workflows';
import { createClient } from '@libsql/client';
import { eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runs } from '@/db/schema';
import { cancelRun } from './cancel-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { shownPayloadBytes } from '@/lib/desk/tasks/shown';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { getSnapshot, getSnapshotFile } from './get-snapshot';
import type { GraphNode, SnapshotStep } from '@/lib/engine/snapshot';

const json = z.unknown();
const flow = <Id extends string>(id: Id) => createWorkflow({ id, inputSchema: json, outputSchema: json });
const step = (id: string, output: unknown) =>
  createStep({ id, inputSchema: json, outputSchema: json, execute: async () => output });
const gate = (id: string) =>
  createStep({
    id,
    inputSchema: json,
    outputSchema: json,
    resumeSchema: z.object({ text: z.string() }),
    execute: async ({ resumeData, inputData, suspend }) => resumeData ?? suspend({ about: inputData }),
  });

const answer = async (desk: TestDesk, runId: string, which = 0) => {
  const task = (await desk.openTasks(runId)).toSorted(
    (a, b) => (a.forEachIndex ?? 0) - (b.forEachIndex ?? 0),
  )[which]!;
  await decideTask(desk.as('manager'), task.id, {
    resumeData: { text: 'yes' },
    payloadDigest: task.payloadDigest,
  });
  await desk.drain(runId);
};

/** The graph in one line for each node: depth, kind, last of the path, state. */
const lines = (nodes: readonly GraphNode[], depth = 0): string[] =>
  nodes.flatMap((node) => {
    const name = 'path' in node ? (node.path.at(-1) ?? '').replace(/^(sleep)_.*/, '$1') : '';
    const own = '  '.repeat(depth) + [node.kind, name, node.state].filter((word) => word !== '').join(' ');
    if ('nodes' in node) return [own, ...lines(node.nodes, depth + 1)];
    return 'node' in node ? [own, ...lines([node.node], depth + 1)] : [own];
  });

const outline = (steps: readonly SnapshotStep[]): string[] =>
  steps.flatMap((one) => [
    `${one.path.join('/')}${one.forEachIndex === null ? '' : `[${one.forEachIndex}]`} ${one.state}`.replace(
      /sleep_\S+/,
      'sleep',
    ),
    ...outline(one.children),
  ]);

const snapshotOf = async (desk: TestDesk, runId: string) =>
  (await getSnapshot(desk.as('operator'), runId)).snapshot!;

/** Changes the snapshot store as another program could. */
function storeOf(desk: TestDesk) {
  const client = createClient({ url: desk.url.replace(/app\.db$/, 'workflows.db') });
  onTestFinished(() => client.close());
  return client;
}

describe('who may see a snapshot', () => {
  test.each(['requester', 'manager', 'finance'] as const)(
    'it does not exist for a %s, even of a run they know',
    async (who) => {
      const desk = await deskForTest();
      const runId = await desk.request('expense-report', expense());
      await expect(getSnapshot(desk.as(who), runId)).rejects.toMatchObject({ code: 'not_found' });
      await expect(getSnapshotFile(desk.as(who), runId, true)).rejects.toMatchObject({ code: 'not_found' });
    },
  );

  test.each(['operator', 'admin'] as const)('an %s may', async (who) => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense());
    expect(await getSnapshot(desk.as(who), runId)).toMatchObject({
      runId,
      state: 'kept',
      workflowKnown: true,
      snapshot: { status: 'suspended', input: expense() },
    });
    await expect(getSnapshot(desk.as(who), 'no-such-run')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the path of a run', () => {
  const perItem = flow('per-item').then(step('prepare', 1)).then(gate('ask')).commit();
  const inner = flow('inner').then(gate('deep')).then(step('after-deep', 1)).commit();
  const whole = () => {
    let rounds = 0;
    return flow('whole')
      .then(step('first', { n: 1 }))
      .map(async () => ({ mapped: true }))
      .sleep(1)
      .dountil(step('again', 1), async () => (rounds += 1) % 3 === 0)
      .branch([
        [async () => true, step('taken', 1)],
        [async () => false, step('other', 1)],
      ])
      .map(async () => 'both')
      .parallel([step('left', 1), inner])
      .map(async () => ['i', 'j', 'k'])
      .foreach(perItem, { concurrency: 3 })
      .then(step('end', 'done'))
      .commit();
  };

  test('is drawn on the graph: sequence, mapping, pause, loop, branch, parallel, nested, each item', async () => {
    const desk = await deskForTest({ whole: whole() });
    const runId = await desk.request('whole', {});
    const waiting = await snapshotOf(desk, runId);
    expect(lines(waiting.graph)).toEqual([
      'step first done',
      expect.stringMatching(/^mapping \S+ done$/),
      'sleep sleep done',
      'loop done',
      '  step again done',
      'branch done',
      '  step taken done',
      '  step other skipped',
      expect.stringMatching(/^mapping \S+ done$/),
      'parallel waiting',
      '  step left done',
      '  nested inner waiting',
      '    step deep waiting',
      '    step after-deep not_reached',
      expect.stringMatching(/^mapping \S+ not_reached$/),
      'foreach not_reached',
      '  nested per-item not_reached',
      '    step prepare not_reached',
      '    step ask not_reached',
      'step end not_reached',
    ]);
    expect(waiting.graph[3]).toMatchObject({ kind: 'loop', until: true, rounds: 3 });
    expect(waiting.suspendedPaths).toEqual(['inner/deep']);
    await answer(desk, runId);
    await answer(desk, runId);
    const items = await snapshotOf(desk, runId);
    expect(items.graph.find(({ kind }) => kind === 'foreach')).toMatchObject({
      state: 'waiting',
      concurrency: 3,
      items: { done: 1, waiting: 2 },
    });
    expect(outline(items.steps)).toEqual(
      expect.arrayContaining([
        'sleep done',
        'inner/deep done',
        'per-item waiting',
        'per-item[0] done',
        'per-item[1] waiting',
        'per-item/ask[1] waiting',
        'per-item/prepare[1] done',
        'per-item[2] waiting',
      ]),
    );
    for (const which of [0, 0]) await answer(desk, runId, which);
    const ended = await snapshotOf(desk, runId);
    expect(ended).toMatchObject({ status: 'success', result: 'done', suspendedPaths: [] });
    expect(lines(ended.graph).filter((line) => !line.endsWith('done'))).toEqual(['  step other skipped']);
  });

  test('shows each step’s input, suspension, resume data, output and times', async () => {
    const desk = await deskForTest({ whole: whole() });
    const runId = await desk.request('whole', { a: 1 });
    await answer(desk, runId);
    const { steps } = await snapshotOf(desk, runId);
    expect(steps[0]).toMatchObject({
      path: ['first'],
      state: 'done',
      parts: { payload: { a: 1 }, output: { n: 1 } },
      startedAt: expect.any(Number),
      endedAt: expect.any(Number),
    });
    expect(steps.find(({ path }) => path[0] === 'again')).toMatchObject({ rounds: 3 });
    const deep = steps.find(({ path }) => path[0] === 'inner')!.children[0]!;
    expect(deep).toMatchObject({
      path: ['inner', 'deep'],
      parts: { suspendPayload: { about: 'both' }, resumePayload: { text: 'yes' }, output: { text: 'yes' } },
      resumedAt: expect.any(Number),
    });
  });

  test('shows where a run failed or was cancelled, and the steps it never reached', async () => {
    const boom = createStep({
      id: 'boom',
      inputSchema: json,
      outputSchema: json,
      execute: async () => Promise.reject(new Error('The bank did not answer.')),
    });
    const desk = await deskForTest({
      bad: flow('bad').then(step('first', 1)).then(boom).then(step('end', 1)).commit(),
      w: flow('w').then(gate('g')).then(step('end', 1)).commit(),
    });
    const failed = await snapshotOf(desk, await desk.request('bad', {}));
    expect(lines(failed.graph)).toEqual(['step first done', 'step boom failed', 'step end not_reached']);
    expect(JSON.stringify(failed.steps[1]!.parts.error)).toContain('The bank did not answer.');
    const runId = await desk.request('w', {});
    await cancelRun(desk.as('requester'), runId, {});
    await desk.drain(runId);
    expect(lines((await snapshotOf(desk, runId)).graph)).toEqual(['step g canceled', 'step end not_reached']);
  });
});

describe('what is hidden', () => {
  const secret = 'DE89370400440532013000';
  const pay = createStep({
    id: 'pay',
    inputSchema: z.object({ iban: z.string().meta({ sensitive: true }) }),
    outputSchema: json,
    execute: async ({ inputData }) => ({ message: `Paid to ${inputData.iban}.` }),
  });
  const ask = createStep({
    id: 'ask',
    inputSchema: json,
    outputSchema: json,
    suspendSchema: z.object({ phone: z.string().meta({ sensitive: true }) }),
    resumeSchema: z.object({ code: z.string().meta({ sensitive: true }) }),
    execute: async ({ resumeData, suspend }) =>
      resumeData ? { got: resumeData.code } : suspend({ phone: '+49 151 000' }),
  });
  const workflow = () =>
    createWorkflow({
      id: 'w',
      inputSchema: z.object({ iban: z.string().meta({ sensitive: true }) }),
      outputSchema: json,
    })
      .then(pay)
      .map(async ({ getInitData }) => ({ copied: getInitData<{ iban: string }>().iban }))
      .then(ask)
      .commit();

  async function answered() {
    const desk = await deskForTest({ w: workflow() });
    const runId = await desk.request('w', { iban: secret });
    const [task] = await desk.openTasks(runId);
    await decideTask(desk.as('manager'), task!.id, {
      resumeData: { code: 'XJ-4711' },
      payloadDigest: task!.payloadDigest,
    });
    await desk.drain(runId);
    return { desk, runId };
  }

  test('values that a schema marks as sensitive, wherever they were passed on', async () => {
    const { desk, runId } = await answered();
    const texts = JSON.stringify([
      await getSnapshot(desk.as('operator'), runId),
      await getSnapshotFile(desk.as('operator'), runId, true),
    ]);
    expect(texts).toContain('Paid to ••••.');
    for (const hidden of [secret, '+49 151 000', 'XJ-4711']) expect(texts).not.toContain(hidden);
  });

  test('without the workflow’s code: only what its tasks marked as sensitive, with a notice', async () => {
    const { desk, runId } = await answered();
    const engine = await desk.reopen({ other: flow('other').then(step('x', 1)).commit() });
    const detail = await getSnapshot(desk.as('operator', engine), runId);
    expect(detail).toMatchObject({ state: 'kept', workflowKnown: false, snapshot: { status: 'success' } });
    expect(lines(detail.snapshot!.graph)).toEqual([
      'step pay done',
      expect.stringMatching(/^mapping .* done$/),
      'step ask done',
    ]);
    const text = JSON.stringify(detail);
    for (const hidden of ['+49 151 000', 'XJ-4711']) expect(text).not.toContain(hidden);
  });
});

describe('a snapshot that cannot be shown in full', () => {
  test('gone from the store: lost; not begun: none; removed by retention: pruned, and not read', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense());
    await storeOf(desk).execute('delete from mastra_workflow_snapshot');
    expect(await getSnapshot(desk.as('operator'), runId)).toMatchObject({ state: 'lost', snapshot: null });
    await desk.db.update(runs).set({ status: 'pending' }).where(eq(runs.id, runId));
    expect(await getSnapshot(desk.as('operator'), runId)).toMatchObject({ state: 'none' });
    await desk.db
      .update(runs)
      .set({ status: 'success', snapshotPrunedAt: desk.clock.now() })
      .where(eq(runs.id, runId));
    expect(await getSnapshot(desk.as('operator'), runId)).toMatchObject({
      state: 'pruned',
      prunedAt: desk.clock.now().toISOString(),
      problem: null,
    });
  });

  test('unreadable: with the original error', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense());
    await storeOf(desk).execute("update mastra_workflow_snapshot set snapshot = x'00ff00ff'");
    expect(await getSnapshot(desk.as('operator'), runId)).toMatchObject({
      state: 'unreadable',
      problem: expect.stringMatching(/malformed JSON/i),
      snapshot: null,
    });
  });

  test('large: shortened on the page and in the response, whole in the download', async () => {
    const text = 'long '.repeat(200_000);
    const desk = await deskForTest({
      w: flow('w')
        .then(step('first', { text, small: 'kept' }))
        .commit(),
    });
    const runId = await desk.request('w', {});
    const detail = await getSnapshot(desk.as('operator'), runId);
    expect(detail).toMatchObject({
      cut: true,
      snapshot: { steps: [{ parts: { output: { small: 'kept' } } }] },
    });
    expect(JSON.stringify(detail.snapshot!.steps).length).toBeLessThan(shownPayloadBytes * 1.1);
    expect(detail.snapshot!.size).toBeGreaterThan(1_000_000);
    const [cut, whole] = [
      await getSnapshotFile(desk.as('operator'), runId, false),
      await getSnapshotFile(desk.as('operator'), runId, true),
    ];
    expect(cut.cut && JSON.stringify(cut).length < shownPayloadBytes * 1.1).toBe(true);
    expect(whole).toMatchObject({
      cut: false,
      snapshots: [
        {
          workflowId: 'w',
          runId,
          path: [],
          content: { context: { first: { output: { text, small: 'kept' } } } },
        },
      ],
    });
  });
});
