import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Mastra } from '@mastra/core';
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runs } from '@/db/schema';
import { checkCode, createEngine } from '@/lib/mastra';
import { scriptedModel } from '@/lib/mastra/agents/scripted-model';
import { fencedMemory } from '@/lib/mastra/stores/fenced-memory';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { deskForTest } from '@/tests/support/desk';
import { checkLookups } from './check-lookups';
import { lookupsOf, type Lookup } from './lookups';

const tool = createTool({
  id: 'ledger',
  description: 'Reads a ledger',
  inputSchema: z.object({}),
  execute: async () => ({}),
});
const writer = new Agent({
  id: 'writer',
  name: 'Writer',
  instructions: 'Write.',
  model: scriptedModel(() => ({ say: 'a note' })),
  tools: { ledger: tool },
});
const io = { inputSchema: z.object({}), outputSchema: z.string() };
const note = createStep({
  id: 'note',
  ...io,
  execute: async ({ mastra }) => (await mastra.getAgent('noteAgent').generate('About it.')).text,
});
const inner = createWorkflow({ id: 'inner', ...io })
  .then(note)
  .commit();
const notes = createWorkflow({ id: 'notes', ...io })
  .then(inner)
  .commit();

/** The lookups found in files of a workflows folder. */
function readIn(files: Record<string, string>): Lookup[] {
  const root = mkdtempSync(path.join(tmpdir(), 'countersign-lookups-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, 'lib/mastra/workflows', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return lookupsOf(root);
}

test('finds each lookup by name with its file, line and step', () => {
  const lookups = readIn({
    'team/note.ts': [
      "const a = createStep({ id: 'note', execute: async ({ mastra }) =>",
      "  mastra.getAgent('noteAgent').generate('x') });",
      "const b = createStep({ id: 'other', execute: async ({ mastra }) => mastra!.getToolById(`ledger`) });",
    ].join('\n'),
    'help.js': "export const find = (ctx) => ctx.mastra?.getAgentById('writer');",
    'quiet.ts': [
      "// mastra.getAgent('commented')",
      'mastra.getAgent(name); mastra.getAgent(`${name}`); mastraClient.getAgent("remote");',
    ].join('\n'),
    'note.test.ts': "mastra.getAgent('inTests')",
  });
  expect(lookups.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { file: 'team/note.ts', line: 3, call: 'getToolById', name: 'ledger', step: 'other' },
    { file: 'team/note.ts', line: 2, call: 'getAgent', name: 'noteAgent', step: 'note' },
    { file: 'help.js', line: 1, call: 'getAgentById', name: 'writer', step: null },
  ]);
});

const looksUp = (call: string, name: string, step: string | null = 'note'): Lookup => ({
  file: 'note.ts',
  line: 7,
  call,
  name,
  step,
});

test.each([
  [
    'an agent by its name',
    looksUp('getAgent', 'noteAgent'),
    'add it to `agents` in lib/mastra/workflows/index.ts',
  ],
  ['an agent by its id', looksUp('getAgentById', 'painter'), 'add it to `agents` in'],
  ['a workflow', looksUp('getWorkflow', 'noteFlow'), 'add it to `workflows` in'],
  ['a tool', looksUp('getTool', 'search'), 'so import it where it is used'],
  ['a tool by its id', looksUp('getToolById', 'search'), 'so import it where it is used'],
  ['a vector store', looksUp('getVector', 'pinecone'), 'so import it where it is used'],
  ['a memory', looksUp('getMemory', 'chat'), 'so import it where it is used'],
  ['a server of tools', looksUp('getMCPServer', 'crm'), 'so import it where it is used'],
])('%s that nobody registered is refused with workflow, step, place and remedy', (_, lookup, what) => {
  const mastra = new Mastra({ workflows: { notes }, agents: { writer }, logger: false });
  const check = () => checkLookups(mastra, [notes], [lookup]);
  expect(check).toThrow(
    `workflow "notes", step "inner/note": note.ts, line 7, looks up "${lookup.name}" by ${lookup.call}, which nobody registered; `,
  );
  expect(check).toThrow(what);
  expect(() => checkLookups(mastra, [notes], [{ ...lookup, step: null }])).toThrow(/^note\.ts, line 7/);
});

test('accepts registered things, agents’ tools included, and ignores other calls and unused files', () => {
  const mastra = new Mastra({ workflows: { notes }, agents: { writer }, logger: false });
  const lookups = [
    looksUp('getAgent', 'writer'),
    looksUp('getAgentById', 'writer'),
    looksUp('getTool', 'ledger'),
    looksUp('getWorkflow', 'notes'),
    looksUp('getStorage', 'whatever'),
    looksUp('getAgent', 'noteAgent', 'a step of a draft'),
  ];
  expect(() => checkLookups(mastra, [notes], lookups)).not.toThrow();
});

test('accepts the code of this desk', async () => {
  await expect(checkCode(lookupsOf(process.cwd()))).resolves.toBeUndefined();
});

test('a step finds a registered agent', async () => {
  const engine = await createEngine(await fencedMemory(), { notes }, { noteAgent: writer });
  const desk = await deskForTest();
  const ctx = desk.as('requester', engine);
  const { run } = await startRun(ctx, { workflowId: 'notes', input: {} });
  await drainRun(ctx, run.id);
  expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'success', result: 'a note' }]);
});
