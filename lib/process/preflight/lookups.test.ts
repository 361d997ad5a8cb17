import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Agent } from '@mastra/core/agent';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runs } from '@/db/schema';
import { createEngine } from '@/lib/mastra';
import { agentsOf } from '@/lib/mastra/authoring/agent-tools';
import { scriptedModel } from '@/lib/mastra/agents/scripted-model';
import { fencedMemory } from '@/lib/mastra/stores/fenced-memory';
import { agents, workflows } from '@/lib/mastra/workflows';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { deskForTest } from '@/tests/support/desk';
import { lookupFaults } from './lookups';

const writer = new Agent({
  id: 'writer',
  name: 'Writer',
  instructions: 'Write.',
  model: scriptedModel(() => ({ say: 'a note' })),
});

test('names an unregistered agent that a file looks up, with the place of the lookup and of the registration', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-lookups-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'team'));
  writeFileSync(
    path.join(folder, 'team', 'note.ts'),
    "// A note.\nawait mastra.getAgent('noteAgent').generate('x');\n",
  );
  writeFileSync(path.join(folder, 'other.ts'), 'mastra.getAgentById(`writer`); mastra.getAgent(name);\n');
  expect(lookupFaults(folder, {}).toSorted()).toEqual([
    'other.ts, line 1: looks up the agent "writer", which nobody registered; add it to `agents` in lib/mastra/workflows/index.ts',
    'team/note.ts, line 2: looks up the agent "noteAgent", which nobody registered; add it to `agents` in lib/mastra/workflows/index.ts',
  ]);
  expect(lookupFaults(folder, { noteAgent: writer })).toEqual([]);
});

test('the workflows of this desk look up registered agents only', () => {
  expect(lookupFaults('lib/mastra/workflows', { ...agentsOf(workflows), ...agents })).toEqual([]);
});

test('a step finds a registered agent', async () => {
  const note = createStep({
    id: 'note',
    inputSchema: z.object({}),
    outputSchema: z.string(),
    execute: async ({ mastra }) => (await mastra.getAgent('noteAgent').generate('About it.')).text,
  });
  const notes = createWorkflow({ id: 'notes', inputSchema: z.object({}), outputSchema: z.string() })
    .then(note)
    .commit();
  const engine = await createEngine(await fencedMemory(), { notes }, { noteAgent: writer });
  const desk = await deskForTest();
  const ctx = desk.as('requester', engine);
  const { run } = await startRun(ctx, { workflowId: 'notes', input: {} });
  await drainRun(ctx, run.id);
  expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'success', result: 'a note' }]);
});
