import type { AnyWorkflow } from '@mastra/core/workflows';
import type { Json } from '@/db/schema/json';
import { act, flow, gate, orders, type Order, type Shape } from './parts/gate';
import { agentTools, arrival, libraries, ready, showing, stateful, turns, written } from './parts/questions';

const perItem = flow('per-item').then(gate('ask')).commit();
const twoPerItem = flow('two-per-item').then(gate('first')).then(gate('second')).commit();
const inner = flow('inner').then(gate('deep')).commit();
const middle = flow('middle').then(inner).commit();
const parallelInside = flow('parallel-inside')
  .parallel([gate('a'), gate('b')])
  .then(act('collect'))
  .commit();
const eachInside = flow('each-inside').foreach(gate('item'), { concurrency: 2 }).commit();

const yes = async () => true;
const no = async () => false;

/** A workflow of gates; `collect` joins what they return. */
const shape = (workflow: AnyWorkflow, input: Json, asked: string[], more: Partial<Shape> = {}): Shape => ({
  workflow,
  input,
  asked,
  acts: 'collect' in workflow.steps ? ['collect'] : [],
  ...more,
});

const shows = (name: string, payload: unknown, shown: Json): [string, Shape] => [
  `a payload that is ${name}, without schemas`,
  shape(showing(`shape-shows-${name.replaceAll(' ', '-')}`, payload), 'x', ['gate'], {
    shows: shown,
    answer: { outcome: 'continue', resumeData: [false, 0, '', null] },
    result: { got: [false, 0, '', null] },
  }),
];

/** Names with a special meaning where the engine, or a release of the desk, writes them. */
const marked: Json = {
  amount: 9000,
  __payload: { amount: 5 },
  __workflow_meta: { runId: 'x', path: ['x'], foreachIndex: 7, foreachOutput: [{ status: 'suspended' }] },
  __agent_call: { callId: 'x', toolCallId: 'x', approval: true },
  __streamState: 'x',
  kept: { payload: 'x' },
};

const schemas = Object.entries(libraries).map(([name, schema]): [string, Shape] => [
  `schemas by ${name}`,
  shape(written(`shape-${name}`, schema), 'x', ['gate'], {
    shows: { what: 'A door' },
    answer: { outcome: 'approve', resumeData: { level: 3 } },
    result: { approved: true, level: 3 },
  }),
]);

/**
 * Every shape in which a workflow can ask, with all its questions and the expected outcome. Shared by unit,
 * browser and chaos tests.
 */
export const shapes: Record<string, Shape> = {
  'a single gate': shape(flow('shape-single').then(gate('g')).commit(), 'x', ['g']),
  'gates in sequence': shape(
    flow('shape-sequence').then(gate('g1')).then(act('collect')).then(gate('g2')).then(gate('g3')).commit(),
    'x',
    ['g1', 'g2', 'g3'],
  ),
  'several turns in one step': shape(flow('shape-turns').then(turns).then(act('collect')).commit(), 'x', [
    'turns',
    'turns',
    'turns',
  ]),
  'a dountil loop': shape(
    flow('shape-dountil')
      .dountil(gate('round'), async ({ iterationCount }) => iterationCount >= 3)
      .then(act('collect'))
      .commit(),
    'x',
    ['round', 'round', 'round'],
  ),
  'a dowhile loop': shape(
    flow('shape-dowhile')
      .dowhile(gate('round'), async ({ iterationCount }) => iterationCount < 3)
      .then(act('collect'))
      .commit(),
    'x',
    ['round', 'round', 'round'],
  ),
  'a branch': shape(
    flow('shape-branch')
      .branch([
        [yes, gate('taken')],
        [no, gate('not-taken')],
      ])
      .then(act('collect'))
      .commit(),
    'x',
    ['taken'],
  ),
  'two branches': shape(
    flow('shape-two-branches')
      .branch([
        [yes, gate('one')],
        [yes, gate('two')],
      ])
      .then(act('collect'))
      .commit(),
    'x',
    ['one', 'two'],
  ),
  'two parallel gates': shape(
    flow('shape-two-parallel')
      .parallel([gate('p1'), gate('p2')])
      .then(act('collect'))
      .commit(),
    'x',
    ['p1', 'p2'],
  ),
  'three parallel gates': shape(
    flow('shape-parallel')
      .parallel([gate('p1'), gate('p2'), gate('p3')])
      .then(act('collect'))
      .commit(),
    'x',
    ['p1', 'p2', 'p3'],
  ),
  'foreach, one at a time': shape(
    flow('shape-each-one').foreach(gate('item'), { concurrency: 1 }).then(act('collect')).commit(),
    ['x', 'y', 'z'],
    ['item[0]', 'item[1]', 'item[2]'],
  ),
  'foreach, three at a time': shape(
    flow('shape-each-three').foreach(gate('item'), { concurrency: 3 }).then(act('collect')).commit(),
    ['x', 'y', 'z'],
    ['item[0]', 'item[1]', 'item[2]'],
  ),
  'foreach, two of five at a time': shape(
    flow('shape-each-five').foreach(gate('item'), { concurrency: 2 }).then(act('collect')).commit(),
    ['a', 'b', 'c', 'd', 'e'],
    ['item[0]', 'item[1]', 'item[2]', 'item[3]', 'item[4]'],
  ),
  'nested two deep': shape(flow('shape-nested').then(middle).then(act('collect')).commit(), 'x', [
    'middle/inner/deep',
  ]),
  'nested beside a gate': shape(
    flow('shape-nested-beside')
      .parallel([middle, gate('side')])
      .then(act('collect'))
      .commit(),
    'x',
    ['middle/inner/deep', 'side'],
  ),
  'parallel gates in a nested workflow': shape(
    flow('shape-parallel-inside').then(parallelInside).commit(),
    'x',
    ['parallel-inside/a', 'parallel-inside/b'],
    { acts: ['collect'] },
  ),
  'foreach in a nested workflow': shape(
    flow('shape-each-inside').then(eachInside).then(act('collect')).commit(),
    ['x', 'y'],
    ['each-inside/item[0]', 'each-inside/item[1]'],
  ),
  'foreach over a nested workflow, one at a time': shape(
    flow('shape-each-nested-one').foreach(perItem, { concurrency: 1 }).then(act('collect')).commit(),
    ['x', 'y'],
    ['per-item/ask[0]', 'per-item/ask[1]'],
  ),
  'foreach over a nested workflow': shape(
    flow('shape-each-nested').foreach(perItem, { concurrency: 3 }).then(act('collect')).commit(),
    ['x', 'y', 'z'],
    ['per-item/ask[0]', 'per-item/ask[1]', 'per-item/ask[2]'],
  ),
  'foreach over a nested workflow, two of three at a time': shape(
    flow('shape-each-nested-two').foreach(perItem, { concurrency: 2 }).then(act('collect')).commit(),
    ['x', 'y', 'z'],
    ['per-item/ask[0]', 'per-item/ask[1]', 'per-item/ask[2]'],
  ),
  'foreach over a nested workflow that asks twice': shape(
    flow('shape-each-nested-twice').foreach(twoPerItem, { concurrency: 2 }).then(act('collect')).commit(),
    ['x', 'y'],
    ['two-per-item/first[0]', 'two-per-item/first[1]', 'two-per-item/second[0]', 'two-per-item/second[1]'],
  ),
  'resume labels of the author': shape(
    flow('shape-labels')
      .foreach(gate('labelled', { resumeLabel: (about) => `label-${String(about)}` }), { concurrency: 2 })
      .then(act('collect'))
      .commit(),
    ['x', 'y'],
    ['labelled[0]', 'labelled[1]'],
  ),
  'state kept across suspensions': shape(stateful, 'x', ['one', 'two'], {
    acts: ['one', 'two', 'recall'],
    result: ['"one" about "x"', '"two" about "x"'],
  }),
  'a pause before and after': shape(
    flow('shape-pause').sleep(5).then(gate('g')).sleep(5).then(act('collect')).commit(),
    'x',
    ['g'],
  ),
  ...Object.fromEntries([
    shows('an empty object', {}, {}),
    shows('an array', [1, { two: 2 }], [1, { two: 2 }]),
    shows('text', 'Look at this', 'Look at this'),
    shows('a number', 12.5, 12.5),
    shows('true', true, true),
    shows('false', false, false),
    shows('zero', 0, 0),
    shows('empty text', '', ''),
    shows('null', null, null),
    shows('absent', undefined, null),
    shows('full of marks', marked, marked),
  ]),
  ...Object.fromEntries(schemas),
  'an event': shape(flow('shape-event').then(arrival).then(act('collect')).commit(), 'x', ['arrival'], {
    by: 'signal',
  }),
  'a check': shape(flow('shape-check').then(ready).then(act('collect')).commit(), 'x', ['ready'], {
    by: 'check',
    acts: ['ready', 'collect'],
    result: { ready: 'ready' },
  }),
  'an agent that asks for two tools': shape(
    agentTools,
    { prompt: 'Stamp both pages.' },
    ['shape-clerk', 'shape-clerk'],
    { acts: ['stamp', 'stamp'], answer: { outcome: 'approve' }, result: { text: 'Stamped 2.' } },
  ),
};

export const workflows: Record<string, AnyWorkflow> = Object.fromEntries(
  Object.values(shapes).map(({ workflow }) => [workflow.id, workflow]),
);

/** Every shape in every order of answers that can differ. */
export const cases: [string, Shape, Order][] = Object.entries(shapes).flatMap(([name, one]) =>
  Object.entries(orders).flatMap(([order, pick], index): [string, Shape, Order][] =>
    index === 0 || one.asked.length > 1 ? [[`${name}, ${order}`, one, pick]] : [],
  ),
);
