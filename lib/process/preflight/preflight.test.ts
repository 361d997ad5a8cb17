import path from 'node:path';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { filePath } from '@/db/client';
import { auditEvents, runs, tasks } from '@/db/schema';
import { createEngine } from '@/lib/mastra';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { openStorage } from '@/lib/mastra/stores/storage';
import { workflows as examples } from '@/lib/mastra/workflows';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { log } from '@/lib/base/log';
import { codeOf } from './code';
import { emptySummary, preflight, warnPreflight, type Finding } from './preflight';

const claim = z.object({ amount: z.number() });
const answer = z.object({ approved: z.boolean(), note: z.string().max(200).optional() });
type Metadata = Record<string, unknown>;

const gate = (resumeSchema: z.ZodType = answer, id = 'gate', metadata: Metadata = {}) =>
  createStep({
    id,
    inputSchema: claim,
    outputSchema: claim,
    suspendSchema: claim,
    resumeSchema,
    metadata,
    execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
  });
const extra = createStep({
  id: 'extra',
  inputSchema: claim,
  outputSchema: claim,
  execute: async ({ inputData }) => inputData,
});
const flow = () => createWorkflow({ id: 'flow', inputSchema: claim, outputSchema: claim });
const withGate = (step: ReturnType<typeof gate>) => ({ flow: flow().then(step).commit() });
const asked = () => withGate(gate());

async function found({ db }: Pick<TestDesk, 'db'>, workflows: Parameters<typeof codeOf>[0]) {
  const summary = emptySummary();
  const findings: Finding[] = [];
  for await (const finding of preflight({ db, code: codeOf(workflows), summary })) findings.push(finding);
  return { findings, summary };
}

/** One task of `before`, compared with `after`. */
async function deploying(before: Parameters<typeof deskForTest>[0], after: Parameters<typeof codeOf>[0]) {
  const desk = await deskForTest(before);
  const runId = await desk.request('flow', { amount: 5 });
  return { desk, runId, ...(await found(desk, after)) };
}

describe('preflight', () => {
  test('finds nothing for unchanged code, for every example workflow', async () => {
    const desk = await deskForTest();
    await desk.request('expense-report', expense());
    await desk.request('contract-intake', {
      counterparty: 'Nordwind',
      kind: 'sale',
      purpose: 'They buy our parcels.',
    });
    await desk.request('release-train', {
      service: 'checkout',
      version: '2.4.0',
      changes: 'Pay by invoice.',
      rollback: 'Deploy 2.3.1.',
    });
    await desk.request('content-review', {
      headline: 'A new desk',
      body: 'It is here, at last.',
      audience: 'staff',
    });
    await desk.request('purchase-order', {
      supplier: 'Acme',
      justification: 'We need new chairs.',
      lines: [{ item: 'Chair', quantity: 2, unitPrice: 99.5 }],
    });
    await desk.request('refund-assistant', { prompt: 'Give €20 back for A-1042' });
    await desk.request('data-import', { dataset: 'price-list', day: '2026-11-20' });
    await desk.request('bulk-export', {
      dataset: 'orders',
      from: '2026-01-01',
      to: '2026-02-01',
      purpose: 'Audit',
    });
    expect(await found(desk, examples)).toEqual({
      findings: [],
      summary: { tasks: 11, runs: 8, changed: 0, broken: 0 },
    });
  });

  test('finds a removed workflow’s tasks, and its waiting runs without a task', async () => {
    const desk = await deskForTest(asked());
    const runId = await desk.request('flow', { amount: 5 });
    const { run: idle } = await startRun(desk.as('requester'), { workflowId: 'flow', input: { amount: 6 } });
    const ended = await desk.request('flow', { amount: 7 });
    await desk.db.update(runs).set({ status: 'failed' }).where(eq(runs.id, ended));
    await desk.db.update(tasks).set({ state: 'canceled' }).where(eq(tasks.runId, ended));
    const { findings, summary } = await found(desk, {});
    expect(findings).toMatchObject([
      {
        change: 'workflow_gone',
        breaks: true,
        taskId: (await desk.openTasks(runId))[0]!.id,
        runId,
        step: ['gate'],
        title: expect.stringMatching(/^Gate: /),
      },
      { change: 'workflow_gone', breaks: true, taskId: null, runId: idle.id },
    ]);
    expect(summary).toEqual({ tasks: 1, runs: 2, changed: 1, broken: 2 });
  });

  test.each([
    [
      'a step that was renamed',
      asked(),
      withGate(gate(answer, 'approval')),
      'step_gone',
      true,
      'has no step “gate” any more',
    ],
    [
      'a schema that takes more',
      asked(),
      withGate(gate(answer.extend({ note: z.string().max(500).optional() }))),
      'schema_changed',
      false,
      'whatever fits the question as it was asked',
    ],
    [
      'a schema that takes less',
      asked(),
      withGate(gate(answer.extend({ note: z.string().max(20).optional() }))),
      'schema_changed',
      false,
      '“note” must have, in characters, at most 20',
    ],
    [
      'a schema that needs what was not asked',
      asked(),
      withGate(gate(answer.extend({ costCentre: z.string() }))),
      'schema_changed',
      true,
      '“costCentre” is needed, which was not asked for',
    ],
    [
      'an answer with another name',
      asked(),
      withGate(gate(z.object({ accepted: z.boolean(), note: z.string().max(200).optional() }))),
      'schema_changed',
      true,
      '“accepted” is needed',
    ],
    [
      'a schema that was dropped',
      asked(),
      withGate(gate(z.unknown())),
      'schema_changed',
      false,
      'can still be answered',
    ],
    [
      'a check that became a question',
      withGate(gate(answer, 'gate', machineWait({ check: async () => null, every: '1m' }))),
      asked(),
      'kind_changed',
      true,
      'it waits for ever',
    ],
    [
      'a question that became a check',
      asked(),
      withGate(gate(answer, 'gate', machineWait({ check: async () => null, every: '1m' }))),
      'kind_changed',
      false,
      'may still answer it',
    ],
    [
      'another signal',
      withGate(gate(answer, 'gate', machineWait({ event: { name: 'a.done', key: 'k' } }))),
      withGate(gate(answer, 'gate', machineWait({ event: { name: 'b.done', key: 'k' } }))),
      'signal_changed',
      true,
      'waiting for the signal “a.done”; the code now waits for “b.done”',
    ],
    [
      'other labels of the same answers',
      asked(),
      withGate(
        gate(
          answer,
          'gate',
          humanTask({
            outcomes: {
              approve: { label: 'Yes', resumeData: { approved: true } },
              reject: { label: 'No', resumeData: { approved: false } },
            },
          }),
        ),
      ),
      'outcomes_changed',
      false,
      'buttons as they were asked',
    ],
    [
      'a step before it',
      asked(),
      { flow: flow().then(extra).then(gate()).commit() },
      'step_moved',
      true,
      '“extra” came before it',
    ],
  ] as const)('%s', async (_, before, after, change, breaks, words) => {
    const { findings, summary } = await deploying(before, after);
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ change, breaks, consequence: expect.stringContaining(words) }),
      ]),
    );
    expect(summary).toMatchObject({ tasks: 1, changed: 1, broken: breaks ? 1 : 0 });
  });

  test('names a button whose answer the code no longer accepts, and an expiry answer that would not fit', async () => {
    const choice = (...ids: [string, ...string[]]) =>
      gate(
        z.object({ decision: z.enum(ids) }),
        'gate',
        humanTask({ due: '1d', onExpiry: { resumeData: { decision: 'later' } } }),
      );
    const after = gate(z.object({ decision: z.enum(['approve', 'reject']) }));
    const { findings } = await deploying(withGate(choice('approve', 'reject', 'later')), withGate(after));
    expect(findings.map(({ change, breaks }) => [change, breaks])).toEqual([
      ['schema_changed', false],
      ['outcomes_changed', true],
      ['expiry_changed', true],
    ]);
    expect(findings[1]!.consequence).toContain('“Later” would be refused');
  });

  test('finds an agent’s call of a tool that it no longer has', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('refund-assistant', { prompt: 'Give €20 back for A-1042' });
    const [task] = await desk.openTasks(runId);
    expect(task).toMatchObject({ kind: 'tool-call', payload: { tool: 'refund' } });
    await desk.db
      .update(tasks)
      .set({ toolCall: { ...task!.toolCall!, via: ['chargeBack'] } })
      .where(eq(tasks.id, task!.id));
    expect((await found(desk, examples)).findings).toMatchObject([
      { change: 'step_gone', breaks: true, consequence: expect.stringContaining('no such tool call') },
    ]);
    await desk.db.update(tasks).set({ payload: 'no question of an agent' }).where(eq(tasks.id, task!.id));
    expect((await found(desk, examples)).findings).toMatchObject([{ change: 'step_gone', breaks: true }]);
  });

  test('reads many tasks page by page, each exactly once', async () => {
    const { desk, runId } = await deploying(asked(), asked());
    const [task] = await desk.openTasks(runId);
    // Tasks share creation times, so that equal times fall on both sides of each page's end.
    const rows = Array.from({ length: 350 }, (_, index) => ({
      ...task!,
      id: `task_${index}`,
      createdAt: new Date(task!.createdAt.getTime() + Math.floor(index / 3)),
    }));
    for (let start = 0; start < rows.length; start += 50)
      await desk.db.insert(tasks).values(rows.slice(start, start + 50));
    const { findings, summary } = await found(desk, {});
    expect(summary).toMatchObject({ tasks: 351, broken: 351 });
    expect(new Set(findings.map(({ taskId }) => taskId)).size).toBe(351);
  });

  test('changes nothing', async () => {
    const desk = await deskForTest(asked());
    await desk.request('flow', { amount: 5 });
    const all = () =>
      Promise.all([
        desk.db.select().from(tasks),
        desk.db.select().from(runs),
        desk.db.select().from(auditEvents),
      ]);
    const before = await all();
    await found(desk, {});
    expect(await all()).toEqual(before);
  });
});

describe('when steps before a gate changed, the engine continues by position, not by name', () => {
  const ran: string[] = [];
  const noting = (id: string) =>
    createStep({
      id,
      inputSchema: claim,
      outputSchema: claim,
      execute: async ({ inputData }) => (ran.push(id), inputData),
    });
  /** The gate records itself when it gets the answer. */
  const noted = createStep({
    id: 'gate',
    inputSchema: claim,
    outputSchema: claim,
    suspendSchema: claim,
    resumeSchema: answer,
    execute: async ({ inputData, resumeData, suspend }) =>
      resumeData ? (ran.push('gate'), inputData) : suspend(inputData),
  });

  test.each([
    [
      'a step put before the gate is run with it',
      () => flow().then(noted),
      () => flow().then(noting('new')).then(noted),
      ['new', 'gate'],
      'success',
    ],
    [
      'with a step taken away the gate is passed over, and the next one fails for want of input',
      () => flow().then(noting('old')).then(noted).then(noting('tail')),
      () => flow().then(noted).then(noting('tail')),
      [],
      'failed',
    ],
  ])('%s', async (_, before, after, expected, status) => {
    const desk = await deskForTest({ flow: before().commit() });
    const runId = await desk.request('flow', { amount: 5 });
    const storage = await openStorage({
      kind: 'libsql',
      url: `file:${path.join(path.dirname(filePath(desk.url)), 'workflows.db')}`,
      authToken: undefined,
    });
    onTestFinished(() => storage.close());
    const deployed = { flow: after().commit() };
    const engine = await createEngine(storage, deployed);
    expect((await found(desk, deployed)).findings).toMatchObject([{ change: 'step_moved', breaks: true }]);
    const [task] = await desk.openTasks(runId);
    await decideTask(desk.as('manager', engine), task!.id, {
      outcome: 'approve',
      payloadDigest: task!.payloadDigest,
    });
    ran.length = 0;
    await drainRun(desk.as('system', engine), runId);
    expect(ran).toEqual(expected);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status }]);
  });
});

describe('warnPreflight', () => {
  test('warns once, with counts and ids only, and is silent when nothing breaks', async () => {
    const desk = await deskForTest(asked());
    const runId = await desk.request('flow', { amount: 5 });
    const written = vi.spyOn(log, 'warn').mockReturnValue(undefined);
    await warnPreflight({ db: desk.db, code: codeOf(asked()) });
    expect(written).not.toHaveBeenCalled();
    await warnPreflight({ db: desk.db });
    expect(written).toHaveBeenCalledOnce();
    const [task] = await desk.openTasks(runId);
    expect(written).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({
        tasks: 1,
        broken: 1,
        changes: { workflow_gone: 1 },
        firstBroken: [task!.id],
      }),
    );
  });

  test('logs an unreadable database, and lets the start continue', async () => {
    const desk = await deskForTest(asked());
    await desk.db.run('alter table tasks rename to elsewhere');
    const written = vi.spyOn(log, 'error').mockReturnValue(undefined);
    await expect(warnPreflight({ db: desk.db })).resolves.toBeUndefined();
    expect(written).toHaveBeenCalledOnce();
  });
});
