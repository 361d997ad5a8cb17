import { createStep, createWorkflow } from '@mastra/core/workflows';
import * as fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';

const json = z.json();
type Seen = { suspendData?: unknown; resumeData?: unknown };

/** A step that asks with its input and outputs its answer; `seen`: what it got back. */
const gate = (seen: Seen[]) =>
  createStep({
    id: 'gate',
    inputSchema: json,
    outputSchema: z.unknown(),
    resumeSchema: z.object({ answer: json }),
    execute: async ({ inputData, suspend, suspendData, resumeData }) => {
      if (!resumeData) return suspend(inputData);
      seen.push({ suspendData, resumeData });
      return resumeData.answer;
    },
  });

const open = (id: string) => createWorkflow({ id, inputSchema: json, outputSchema: z.unknown() });
const single = (seen: Seen[]) => open('w').then(gate(seen)).commit();
const nested = (seen: Seen[]) =>
  open('w')
    .then(open('inner').then(gate(seen)).commit())
    .commit();
const list = (seen: Seen[]) => open('w').foreach(gate(seen)).commit();
const nestedList = (seen: Seen[]) =>
  open('w')
    .foreach(open('inner').then(gate(seen)).commit())
    .commit();

const marks = [
  '__payload',
  '__workflow_meta',
  '__agent_call',
  '__streamState',
  '__state',
  'kept',
  'status',
  'suspendPayload',
  'foreachOutput',
  'runId',
  'path',
];
const key = fc.oneof(fc.constantFrom(...marks), fc.string({ maxLength: 4 }));
const { value } = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, '', 'x', 'suspended', 12.5),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map(
      (entries): Json =>
        JSON.parse(
          `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${JSON.stringify(part)}`).join(',')}}`,
        ) as Json,
    ),
}));

const text = (some: unknown) => JSON.stringify(some);

async function asksAndAnswers(desk: TestDesk, seen: Seen[], input: Json, asked: Json[], answer: Json) {
  seen.length = 0;
  const runId = await desk.request('w', input);
  for (const payload of asked) {
    const [task] = await desk.openTasks(runId);
    expect(text(task!.payload)).toBe(text(payload));
    expect(task!.candidates).toEqual(['role:approver']);
    const given = { resumeData: { answer }, payloadDigest: task!.payloadDigest };
    await decideTask(desk.as('manager'), task!.id, given);
    await desk.drain(runId);
    expect(text(seen.at(-1))).toBe(text({ suspendData: payload, resumeData: { answer } }));
  }
  const [run] = await desk.db.select().from(runs).where(eq(runs.id, runId));
  expect(run).toMatchObject({ status: 'success', error: null });
  return run!.result;
}

describe('any JSON can be asked, returned to its step, answered and output unchanged', () => {
  test.each([
    ['in a step', single],
    ['in a nested workflow', nested],
  ])('%s', async (_, workflow) => {
    const seen: Seen[] = [];
    const desk = await deskForTest({ w: workflow(seen) });
    await fc.assert(
      fc.asyncProperty(value, value, async (payload, answer) => {
        const result = await asksAndAnswers(desk, seen, payload, [payload], answer);
        expect(text(result)).toBe(text(answer));
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    ['in a list', list],
    ['in a list of nested workflows', nestedList],
  ])('%s', async (_, workflow) => {
    const seen: Seen[] = [];
    const desk = await deskForTest({ w: workflow(seen) });
    const items = fc.array(value, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(items, value, async (asked, answer) => {
        const result = await asksAndAnswers(desk, seen, asked, asked, answer);
        expect(text(result)).toBe(text(asked.map(() => answer)));
      }),
      { numRuns: 15 },
    );
  });
});
