import type { TaskRow } from '@/db/schema';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, pastQuestions, tasks } from '@/db/schema';
import { canonical } from '@/lib/base/canonical';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { deskForTest } from '@/tests/support/desk';
import { completeDecision } from './complete-decision';
import { decideTask, decideTaskInput } from './decide-task';
import { getTask, getTaskFor } from '@/lib/desk/tasks/get-task';
import { payloadDigest } from '@/lib/desk/tasks/payload-digest';
import { renewForm } from './renew-form';

const none = z.object({});
const release = (resumeSchema: z.ZodType) => ({
  w: createWorkflow({ id: 'w', inputSchema: none, outputSchema: none })
    .then(
      createStep({
        id: 'gate',
        inputSchema: none,
        outputSchema: none,
        suspendSchema: z.object({ text: z.string(), pin: z.string().meta({ sensitive: true }) }),
        resumeSchema,
        metadata: humanTask({ candidates: { groups: ['managers'] } }),
        execute: async ({ resumeData, suspend }) =>
          resumeData ? {} : suspend({ text: 'Card', pin: '4711' }),
      }),
    )
    .commit(),
});
const before = z.object({ approved: z.boolean() });
const after = z.object({ approved: z.boolean(), level: z.number() });

async function asked() {
  const desk = await deskForTest(release(before));
  const runId = await desk.request('w', {});
  const [task] = await desk.openTasks(runId);
  return { desk, runId, task: task! };
}

const digestOf = (task: TaskRow, salt: string | null) =>
  payloadDigest({ ...task, path: task.stepPath }, task.resumeSchema, salt);

test('no page or response contains the salt, without which the digest cannot be computed', async () => {
  const { desk, task } = await asked();
  const shown = await getTask(desk.as('requester'), task.id);
  expect(shown.payload).toEqual({ text: 'Card', pin: '••••' });
  expect(task.digestSalt).toHaveLength(22);
  expect(canonical(JSON.parse(JSON.stringify(shown)))).not.toContain(task.digestSalt);
  expect(digestOf(task, task.digestSalt)).toBe(shown.payloadDigest);
  expect(digestOf(task, null)).not.toBe(shown.payloadDigest);
});

test('a task of an older release is decided with its old digest', async () => {
  const { desk, runId, task } = await asked();
  const digest = digestOf(task, null);
  await desk.db.update(tasks).set({ digestSalt: null, payloadDigest: digest }).where(eq(tasks.id, task.id));
  await decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: digest });
  await desk.drain(runId);
  expect((await getTask(desk.as('manager'), task.id)).decision?.appliedAt).not.toBeNull();
});

test('a form that changes back is another change: each is in the history, with the earlier question', async () => {
  const { desk, task } = await asked();
  for (const schema of [after, before, after]) {
    const ctx = desk.as('manager', await desk.reopen(release(schema)));
    const [now] = await desk.openTasks(task.runId);
    await renewForm(ctx, now!);
  }
  const log = await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'task.renewed'));
  const digests = log.map(({ data }) => (data as { after: { payloadDigest: string } }).after.payloadDigest);
  expect(new Set([task.payloadDigest, ...digests]).size).toBe(4);
  expect(await desk.db.select().from(pastQuestions)).toHaveLength(3);
});

test('concurrent calls renew a task once, and all use the new digest', async () => {
  const { desk, task } = await asked();
  const ctx = desk.as('manager', await desk.reopen(release(after)));
  const digests = await Promise.all(Array.from({ length: 5 }, () => renewForm(ctx, task)));
  const [now] = await desk.db.select().from(tasks).where(eq(tasks.id, task.id));
  expect(new Set(digests)).toEqual(new Set([now!.payloadDigest]));
  expect(digestOf(now!, now!.digestSalt)).toBe(now!.payloadDigest);
  expect(now!.digestSalt).not.toBe(task.digestSalt);
  const log = await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'task.renewed'));
  expect(log).toHaveLength(1);
});

test('misleading buttons of an older release are renewed, and decisions by them are refused', async () => {
  const { desk, task } = await asked();
  const turned = task.outcomes.map((outcome) => ({
    ...outcome,
    resumeData: { approved: outcome.resumeData.approved !== true },
  }));
  await desk.db.update(tasks).set({ outcomes: turned }).where(eq(tasks.id, task.id));
  const press = (digest: string) =>
    decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: digest });
  await expect(press(task.payloadDigest)).rejects.toMatchObject({ code: 'stale' });
  const shown = await getTask(desk.as('manager'), task.id);
  expect(shown.outcomes).toEqual(task.outcomes);
  expect((await press(shown.payloadDigest)).decision.resumeData).toEqual({ approved: true });
});

test('outcomes of an older release that read the same, or are empty, are told apart and answer what they say', async () => {
  const { desk, task } = await asked();
  const [approve, reject] = task.outcomes as [TaskRow['outcomes'][number], TaskRow['outcomes'][number]];
  const long = 'x'.repeat(200);
  await desk.db
    .update(tasks)
    .set({
      resumeSchema: null,
      outcomes: [
        { ...approve, id: '', label: '' },
        { ...approve, id: long, label: 'Pay' },
        { ...reject, id: 'b', label: 'pay' },
      ],
    })
    .where(eq(tasks.id, task.id));
  const { task: row } = await getTaskFor(desk.as('manager'), task.id);
  expect(row.outcomes.map(({ label }) => label)).toEqual(['“”', `Pay (${long})`, 'pay (b)']);
  const chosen = row.outcomes.map(({ id }) => completeDecision(row, { outcome: id }).outcome.id);
  expect(chosen).toEqual(['', long, 'b']);
  expect(decideTaskInput.parse({ outcome: long, payloadDigest: 'd' }).outcome).toBe(long);
});
