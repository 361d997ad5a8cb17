import type { TaskRow } from '@/db/schema';
import { createClient } from '@libsql/client';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq, ne } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, outbox, taskCandidates, tasks } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { write } from '@/lib/journal/commit';
import { taskIdFor } from '@/lib/base/ids';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { loadRun } from './load-run';
import { readAgain } from './read-again';
import { actor, deskForTest, type TestDesk } from '@/tests/support/desk';

const request = z.looseObject({ amount: z.number(), iban: z.string().meta({ sensitive: true }) });
const paid: unknown[] = [];
const pay = createWorkflow({ id: 'pay', inputSchema: request, outputSchema: z.unknown() })
  .then(
    createStep({
      id: 'ask',
      inputSchema: request,
      outputSchema: z.unknown(),
      suspendSchema: request,
      resumeSchema: z.object({ approved: z.boolean() }),
      metadata: humanTask({
        candidates: { groups: ['finance'] },
        due: '1d',
        onExpiry: 'cancel',
        reasonRequiredFor: ['reject'],
      }),
      execute: async ({ inputData, resumeData, suspend, suspendData }) => {
        if (!resumeData) return suspend(inputData);
        paid.push(suspendData);
        return {};
      },
    }),
  )
  .commit();

const plain = { amount: 9000, iban: 'DE02SECRET', to: 'evil' };
const harmless = { amount: 5, to: 'Ana' };
const forged = {
  payload: { ...plain, __payload: harmless },
  path: { ...plain, __workflow_meta: { path: ['x'] } },
};

async function asked(desk: TestDesk, input: Json): Promise<TaskRow> {
  paid.length = 0;
  const open = await desk.openTasks(await desk.request('pay', input));
  expect(open).toHaveLength(1);
  return open[0]!;
}

test.each(Object.entries(forged))(
  'a %s that a requester sends within the evidence changes nothing of what is asked, of whom, and what is hidden',
  async (_, input) => {
    const desk = await deskForTest({ pay });
    const usual = await asked(desk, plain);
    const task = await asked(desk, input);
    expect(task.payload).toEqual(input);
    const same = ['stepPath', 'candidates', 'policy', 'outcomes', 'payloadSchema', 'resumeSchema'] as const;
    for (const name of same) expect(task[name]).toEqual(usual[name]);
    expect(task.dueAt).not.toBeNull();
    await expect(getTask(desk.as('manager'), task.id)).rejects.toMatchObject({ code: 'not_found' });
    const shown = await getTask(desk.as('finance'), task.id);
    expect(shown.payload).toEqual({ ...input, iban: '••••' });
    await decideTask(desk.as('finance'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    await desk.drain(task.runId);
    expect(paid).toEqual([input]);
  },
);

/** The run and its task as an older release stored them, which trusted marks in the payload. */
async function asOlderReleaseLeft(desk: TestDesk, task: TaskRow, old: Partial<TaskRow>): Promise<string> {
  const store = createClient({ url: (desk.store as { url: string }).url });
  onTestFinished(() => store.close());
  const { rows } = await store.execute({
    sql: 'select json(snapshot) as snapshot from mastra_workflow_snapshot where run_id = ?',
    args: [task.runId],
  });
  const snapshot = JSON.parse(String(rows[0]!.snapshot));
  const { kept, ...step } = snapshot.context.ask;
  snapshot.context.ask = { ...step, suspendPayload: kept?.payload ?? step.suspendPayload };
  await store.execute({
    sql: 'update mastra_workflow_snapshot set snapshot = jsonb(?) where run_id = ?',
    args: [JSON.stringify(snapshot), task.runId],
  });
  const id = taskIdFor(task.runId, old.stepPath ?? task.stepPath, null, task.suspendedAt);
  const [row] = await desk.db.select().from(tasks).where(eq(tasks.id, task.id));
  await desk.db.batch([
    desk.db.delete(taskCandidates).where(eq(taskCandidates.taskId, task.id)),
    desk.db.delete(tasks).where(eq(tasks.id, task.id)),
    desk.db.insert(tasks).values({ ...row!, ...old, id, evidenceRules: 1 }),
    desk.db
      .insert(taskCandidates)
      .values((old.candidates ?? row!.candidates).map((principal) => ({ taskId: id, principal }))),
  ]);
  return id;
}

const everybody = {
  candidates: ['role:approver'],
  payloadSchema: null,
  resumeSchema: null,
  outcomes: [
    { id: 'continue', label: 'Continue', tone: 'neutral' as const, resumeData: {}, reasonRequired: false },
  ],
};
const older: [string, Json, Partial<TaskRow>][] = [
  ['the evidence', forged.payload, { payload: harmless }],
  ['the path', forged.path, { payload: plain, stepPath: ['ask', 'x'], ...everybody }],
];
test.each(older)(
  '%s that was forged before an update is put right by the next sweep',
  async (_, input, old) => {
    const desk = await deskForTest({ pay });
    const task = await asked(desk, input);
    await asOlderReleaseLeft(desk, task, old);
    await sweep(desk.as('system'));
    const [now, ...more] = await desk.openTasks(task.runId);
    expect(more).toEqual([]);
    const { payload, stepPath, candidates, policy, payloadSchema, resumeSchema, outcomes } = task;
    expect(now).toMatchObject({
      payload,
      stepPath,
      candidates,
      policy,
      payloadSchema,
      resumeSchema,
      outcomes,
    });
    expect(now!.payloadDigest).not.toBe(task.payloadDigest);
    const listed = await desk.db.select().from(taskCandidates).where(eq(taskCandidates.taskId, now!.id));
    expect(listed).toMatchObject([{ principal: candidates[0], open: true }]);
    await decideTask(desk.as('finance'), now!.id, { outcome: 'approve', payloadDigest: now!.payloadDigest });
    await desk.drain(task.runId);
    expect(paid).toEqual([input]);
  },
);

test('forged evidence cannot be approved between an update and the first sweep', async () => {
  const desk = await deskForTest({ pay });
  const [, input, old] = older[0]!;
  const task = await asked(desk, input);
  await asOlderReleaseLeft(desk, task, old);
  await expect(
    decideTask(desk.as('finance'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest }),
  ).rejects.toMatchObject({ code: 'stale' });
  expect((await getTask(desk.as('finance'), task.id)).payload).toEqual({ ...forged.payload, iban: '••••' });
});

test('a task that is decided while it is read again keeps its decision', async () => {
  const desk = await deskForTest({ pay });
  const [, input, old] = older[0]!;
  const task = await asked(desk, input);
  await asOlderReleaseLeft(desk, task, old);
  const ctx = desk.as('system');
  const { facts } = (await loadRun(desk.db, task.runId))!;
  const changes = await readAgain(ctx, facts, (await desk.engine.read(facts))!);
  const row = () => desk.db.select().from(tasks).where(eq(tasks.id, task.id));
  await desk.db.update(tasks).set({ state: 'decided' }).where(eq(tasks.id, task.id));
  const answered = await row();
  expect((await write(ctx, changes)).reduce((sum, changed) => sum + changed)).toBe(0);
  expect(await row()).toEqual(answered);
});

test('a correct task of an older release keeps its digest, and is checked once', async () => {
  const desk = await deskForTest({ pay });
  const task = await asked(desk, plain);
  await asOlderReleaseLeft(desk, task, {});
  await sweep(desk.as('system'));
  expect(await desk.openTasks(task.runId)).toEqual([task]);
  const before = await desk.db.select().from(auditEvents).where(ne(auditEvents.verb, 'run.projected'));
  await sweep(desk.as('system'));
  const after = await desk.db.select().from(auditEvents).where(ne(auditEvents.verb, 'run.projected'));
  expect(after).toHaveLength(before.length);
  expect(before.map(({ verb }) => verb)).not.toContain('task.renewed');
});

test('a decision on forged evidence, made before an update, is never applied', async () => {
  const desk = await deskForTest({ pay });
  const task = await asked(desk, forged.payload);
  await decideTask(desk.as('finance'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
  await desk.db.update(tasks).set({ payload: harmless }).where(eq(tasks.id, task.id));
  await desk.drain(task.runId);
  expect(paid).toEqual([]);
  const [debt] = await desk.db
    .select()
    .from(outbox)
    .where(eq(outbox.id, `resume:${task.id}`));
  expect(debt).toMatchObject({ state: 'pending', attempts: 1 });
});

test('a task of a step that the code no longer has goes to operators, fully masked', async () => {
  const desk = await deskForTest({ pay });
  const task = await asked(desk, plain);
  const draft = await desk.engine.describeTask(
    { ...task, path: ['gone'], turn: null, startedAt: null },
    {
      id: task.runId,
      workflowId: 'pay',
      revision: 0,
      title: 'Pay',
      input: plain,
      requester: actor('requester'),
    },
    new Date(),
  );
  expect(draft).toMatchObject({
    candidates: [],
    payloadSchema: { sensitive: true },
    policy: { links: null },
  });
});
