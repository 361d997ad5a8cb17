import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { tasks, type TaskRow } from '@/db/schema';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { payloadDigest } from '@/lib/desk/tasks/payload-digest';
import { humanTask, type HumanTask } from '@/lib/mastra/human-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';

const card = z.object({ number: z.string().meta({ sensitive: true }), bank: z.string() });
const request = z.object({
  person: z.string(),
  days: z.int(),
  pin: z.string().meta({ sensitive: true }),
  card,
});
const trip = { person: 'Ana', days: 3, pin: '4711', card: { number: '4000', bank: 'Nord' } };

type Gate = {
  inputSchema?: z.ZodType;
  suspendSchema?: z.ZodType;
  asks?: unknown;
  policy?: HumanTask<unknown, unknown>;
  list?: boolean;
};

/** A workflow whose one step has no schemas for its question, and asks with nothing unless told otherwise. */
function flow({
  inputSchema = z.object({ person: z.string(), days: z.int(), pin: z.string() }),
  suspendSchema,
  asks = {},
  policy,
  list,
}: Gate = {}) {
  const gate = createStep({
    id: 'approveLeave',
    description: 'Suspends until resumed',
    inputSchema,
    outputSchema: z.unknown(),
    resumeSchema: z.object({ approved: z.boolean() }),
    ...(suspendSchema ? { suspendSchema } : {}),
    ...(policy ? { metadata: humanTask(policy) } : {}),
    execute: async ({ resumeData, suspend }) => (resumeData ? resumeData : suspend(asks as object)),
  });
  const inputs = list ? z.array(request) : request;
  const made = createWorkflow({ id: 'leave', inputSchema: inputs, outputSchema: z.unknown() });
  const flowing = list ? made.foreach(gate as never, { concurrency: 2 }) : made.then(gate as never);
  return { leave: flowing.commit() };
}

async function asked(gate: Gate = {}) {
  const desk = await deskForTest(flow(gate));
  const runId = await desk.request('leave', gate.list ? [trip, { ...trip, person: 'Ben' }] : trip);
  const open = await desk.openTasks(runId);
  return { desk, runId, open, task: open[0]! };
}

const approve = (desk: TestDesk, { id, payloadDigest: digest }: Pick<TaskRow, 'id' | 'payloadDigest'>) =>
  decideTask(desk.as('manager'), id, { outcome: 'approve', payloadDigest: digest });

async function applied(desk: TestDesk, runId: string, taskId: string) {
  await desk.drain(runId);
  return (await getTask(desk.as('manager'), taskId)).decision?.appliedAt ?? null;
}

describe('a step that asks with nothing', () => {
  test.each([[{}], [null], [undefined]])('%j shows its input, and takes its answer', async (asks) => {
    const { desk, runId, task } = await asked({ asks });
    expect(task.payload).toEqual({ person: 'Ana', days: 3 });
    await approve(desk, task);
    expect(await applied(desk, runId, task.id)).not.toBeNull();
  });

  test('shows no more than its schema lists, masks what it marks as sensitive, and leaves out what another schema does', async () => {
    const { desk, task } = await asked({ inputSchema: z.object({ person: z.string(), card }) });
    const shown = await getTask(desk.as('manager'), task.id);
    expect(shown.payload).toEqual({ person: 'Ana', card: { number: '••••', bank: 'Nord' } });
    for (const inputSchema of [z.any(), z.object({}).loose(), z.object({ card: z.unknown() })])
      expect((await asked({ inputSchema })).task.payload).toEqual({});
  });

  test('leaves out what another schema marks, where its own lists any name, one of several shapes, or a shared part', async () => {
    const marked = z.string().meta({ sensitive: true, id: 'Marked' });
    const open = z.record(z.string(), z.unknown());
    const one = (kind: string) => z.object({ pin: z.literal(kind), person: z.string() });
    for (const inputSchema of [open, z.discriminatedUnion('pin', [one('4711'), one('0815')])])
      expect((await asked({ inputSchema })).task.payload).not.toHaveProperty('pin');
    const { task } = await asked({
      inputSchema: open,
      suspendSchema: z.object({ person: marked.optional() }),
    });
    expect(task.payload).toEqual({ days: 3 });
  });

  test('is told from similar ones by the request, and by the item of a list', async () => {
    const { task } = await asked();
    expect(task.title).toBe('Approve leave: Leave: Ana');
    const { open } = await asked({ list: true });
    expect(open.map(({ payload }) => payload)).toEqual([
      { person: 'Ana', days: 3 },
      { person: 'Ben', days: 3 },
    ]);
    expect(open.map(({ title }) => title)).toEqual([
      'Approve leave: Leave (item 1)',
      'Approve leave: Leave (item 2)',
    ]);
  });

  test('passes nothing a requester wrote to the functions of its author', async () => {
    const seen: unknown[] = [];
    const candidates = (payload: unknown) => {
      seen.push(payload);
      return { groups: ['managers'] };
    };
    await asked({ policy: { candidates, title: (payload) => `Asked ${JSON.stringify(payload)}` } });
    expect(seen).toEqual([{}]);
  });

  test('stays the same question when a release lists more, or nothing, of its input', async () => {
    for (const inputSchema of [
      z.object({ person: z.string(), days: z.int(), extra: z.string().optional() }),
      z.any(),
      z.object({ days: z.int() }),
    ]) {
      const { desk, runId, task } = await asked();
      await approve(desk, task);
      const engine = await desk.reopen(flow({ inputSchema }));
      await drainRun(desk.as('system', engine), runId);
      expect((await getTask(desk.as('manager'), task.id)).decision?.appliedAt).not.toBeNull();
    }
  });
});

test('a step that says something shows just that', async () => {
  const { task } = await asked({ asks: { days: 5 } });
  expect(task.payload).toEqual({ days: 5 });
});

test('a task from a release that showed nothing keeps its digest, and is answered with it', async () => {
  const { desk, runId, task } = await asked();
  const nothing = { payload: {}, payloadSchema: null };
  const digest = payloadDigest(
    { ...task, ...nothing, path: task.stepPath },
    task.resumeSchema,
    task.digestSalt,
  );
  for (const evidenceRules of [2, 1]) {
    await desk.db
      .update(tasks)
      .set({ ...nothing, payloadDigest: digest, evidenceRules })
      .where(eq(tasks.id, task.id));
    expect((await getTask(desk.as('manager'), task.id)).payloadDigest).toBe(digest);
  }
  await approve(desk, { id: task.id, payloadDigest: digest });
  expect(await applied(desk, runId, task.id)).not.toBeNull();
});

test('ignores an author’s schema that carries the input mark itself', async () => {
  const suspendSchema = z.object({ note: z.string() }).meta({ stepInput: true });
  const { task } = await asked({ suspendSchema, asks: { note: 'Two days.' } });
  expect(task).toMatchObject({ payload: { note: 'Two days.' } });
  expect(task.payloadSchema).not.toHaveProperty('stepInput');
});
