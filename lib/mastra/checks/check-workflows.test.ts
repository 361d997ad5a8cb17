import { toStandardJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkWorkflows } from './check-workflows';
import { WorkflowError } from '@/lib/mastra/authoring/workflow-error';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { workflows } from '@/lib/mastra/workflows';

const any = z.object({}).loose();
const answer = z.object({
  approved: z.boolean(),
  note: z.string().optional(),
  pin: z.string().meta({ sensitive: true }).optional(),
});

/** A policy as a JavaScript author could write it, or one who silenced the compiler. */
const withPolicy = (policy: object, resumeSchema: z.ZodType = answer) => {
  const gate = createStep({
    id: 'gate',
    inputSchema: any,
    outputSchema: any,
    resumeSchema,
    metadata: humanTask(policy),
    execute: async ({ suspend }) => suspend({}),
  });
  return { bad: createWorkflow({ id: 'bad', inputSchema: any, outputSchema: any }).then(gate).commit() };
};

describe('checkWorkflows', () => {
  test('accepts the example workflows', async () => {
    await expect(checkWorkflows(workflows)).resolves.toBeUndefined();
  });

  test.each([
    ['a misspelt rule', { forbidSelfAproval: true }, 'Unrecognized key'],
    ['a duration that is none', { due: 'soon' }, 'humanTask due: must be a duration'],
    ['expiry without a due time', { onExpiry: 'cancel' }, 'humanTask onExpiry: needs a due time'],
    ['a reminder without a due time', { remind: ['1d'] }, 'humanTask remind: needs a due time'],
    [
      'a reminder before the question',
      { due: '1d', remind: ['2h', '2d'] },
      'humanTask remind[1]: must be shorter than due (1d)',
    ],
    [
      'a reminder that is no duration',
      { due: '1d', remind: ['soon'] },
      'humanTask remind[0]: must be a duration',
    ],
    [
      'an escalation to nobody',
      { escalate: { after: '1d', to: {} } },
      'humanTask escalate.to: must name a group or a user',
    ],
    [
      'an escalation after the end',
      { due: '1d', onExpiry: 'cancel', escalate: { after: '2d', to: { groups: ['finance'] } } },
      'humanTask escalate.after: must be shorter than due (1d), when no answers are taken any more',
    ],
    [
      'an expiry answer that does not fit',
      { due: '1d', onExpiry: { resumeData: { approved: 'no' } } },
      'onExpiry.resumeData: approved',
    ],
    [
      'an outcome that sets an unknown property',
      { outcomes: { yes: { label: 'Yes', resumeData: { aproved: true } } } },
      'sets "aproved", which the resume schema does not have',
    ],
    [
      'an outcome of the wrong type',
      { outcomes: { yes: { label: 'Yes', resumeData: { approved: 'yes' } } } },
      'outcome "yes": approved',
    ],
    ['no outcome at all', { outcomes: {} }, 'must name at least one'],
    [
      'an outcome whose id is no word',
      { outcomes: { 'pay it': { label: 'Pay', resumeData: { approved: true } } } },
      'humanTask outcomes["pay it"]: has a name that must be a simple word',
    ],
    [
      'an outcome that leaves the verdict open',
      { outcomes: { approve: { label: 'Approve' }, reject: { label: 'Reject' } } },
      'outcome "approve": leaves "approved" open, which says what was decided; set it in its resumeData',
    ],
    [
      'an outcome that does the opposite of its word',
      { outcomes: { approve: { label: 'Approve', resumeData: { approved: false } } } },
      'outcome "approve": is called “Approve”, but sets "approved" to false',
    ],
    [
      'an outcome whose label and id differ',
      { outcomes: { reject: { label: 'Approve', resumeData: { approved: true } } } },
      'outcome "reject": its label “Approve” says the opposite of its id',
    ],
    [
      'outcomes that read the same',
      {
        outcomes: {
          a: { label: 'Pay', resumeData: { approved: true } },
          b: { label: 'pay ', resumeData: { approved: false } },
        },
      },
      'the labels of the outcomes cannot be told apart: “Pay”, “pay ”',
    ],
    [
      'an outcome without words',
      { outcomes: { pay: { label: ' ', resumeData: { approved: true } } } },
      'the labels of the outcomes cannot be told apart: “ ”',
    ],
    [
      'an outcome with too many words',
      { outcomes: { pay: { label: 'Pay '.repeat(30), resumeData: { approved: true } } } },
      'humanTask outcomes.pay.label: ',
    ],
    [
      'an outcome with too long an id',
      { outcomes: { ['a'.repeat(101)]: { label: 'Pay', resumeData: { approved: true } } } },
      'humanTask outcomes.',
    ],
    [
      'a reason for an outcome that is not there',
      { reasonRequiredFor: ['refuse'] },
      'reasonRequiredFor names "refuse"; the outcomes are approve, reject',
    ],
    [
      'a reason field that is not there',
      { reasonField: 'why' },
      'reasonField "why" is not in the resume schema',
    ],
    ['a reason field that is secret', { reasonField: 'pin' }, 'reasonField "pin" is sensitive'],
    ['a priority nobody knows', { priority: 'asap' }, 'humanTask priority'],
  ])('%s fails with workflow, step and reason', async (_, policy, reason) => {
    const error: unknown = await checkWorkflows(withPolicy(policy)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(WorkflowError);
    expect((error as Error).message).toContain('workflow "bad", step "gate": ');
    expect((error as Error).message).toContain(reason);
  });

  test.each([
    ['__proto__', z.string(), 'JavaScript keeps this name for itself'],
    ['constructor', z.string().optional(), 'rename it or require it'],
    ['toString', z.string().default('x'), 'rename it or require it'],
    ['a\0b', z.string(), 'holds a character that is no text'],
    ['half \ud83d', z.string(), 'holds a character that is no text'],
    ['x'.repeat(300), z.string(), 'longer than 200 characters'],
  ])('a property %j that no answer can carry is named, wherever it stands', async (name, part, reason) => {
    const odd = z.object(Object.fromEntries([[name, part]]));
    for (const schema of [odd, z.object({ rows: z.array(z.object({ one: odd })) })]) {
      await expect(checkWorkflows(withPolicy({}, schema))).rejects.toThrow(
        `workflow "bad", step "gate": resumeSchema, property ${JSON.stringify(name.slice(0, 60))}: `,
      );
      await expect(checkWorkflows(withPolicy({}, schema))).rejects.toThrow(reason);
    }
  });

  test('notices __proto__ even when a library loses it from its JSON Schema', async () => {
    const odd = v.object(Object.fromEntries([['__proto__', v.string()]]) as Record<string, v.GenericSchema>);
    const schema = toStandardJsonSchema(odd) as unknown as z.ZodType;
    await expect(checkWorkflows(withPolicy({}, schema))).rejects.toThrow('property "__proto__"');
  });

  test('accepts odd names', async () => {
    const names = ['first name', 'a.b', 'q[0]', '#x', '', '"', 'größe', 'prototype'];
    const odd = Object.fromEntries(names.map((name) => [name, z.string().optional()]));
    await expect(
      checkWorkflows(withPolicy({}, z.object({ ...odd, constructor: z.string() }))),
    ).resolves.toBeUndefined();
  });

  test('a schema that has no JSON Schema and a missing commit are named', async () => {
    const odd = withPolicy({}, z.object({ when: z.date() })).bad;
    await expect(checkWorkflows({ bad: odd })).rejects.toThrow(
      'workflow "bad", step "gate": resumeSchema has no JSON Schema',
    );
    await expect(
      checkWorkflows({ open: createWorkflow({ id: 'open', inputSchema: any, outputSchema: any }) }),
    ).rejects.toThrow('workflow "open": is not committed');
  });

  test('names an expiry answer of a machine wait that does not fit', async () => {
    const wait = (resumeData: object) => {
      const metadata = machineWait({
        event: { name: 'ci.done', key: 'k' },
        due: '1d',
        onExpiry: { resumeData },
      });
      const step = createStep({
        id: 'wait',
        inputSchema: any,
        outputSchema: any,
        resumeSchema: answer,
        metadata,
        execute: async ({ suspend }) => suspend({}),
      });
      return { bad: createWorkflow({ id: 'bad', inputSchema: any, outputSchema: any }).then(step).commit() };
    };
    await expect(checkWorkflows(wait({ approved: 'no' }))).rejects.toThrow(
      'workflow "bad", step "wait": onExpiry.resumeData: approved',
    );
    await expect(checkWorkflows(wait({ approved: false }))).resolves.toBeUndefined();
  });

  test('refuses a schema with an unresolvable reference, and names it', async () => {
    const schema = (side: 'suspendSchema' | 'resumeSchema') => {
      const bad = (json: object) => ({
        '~standard': {
          version: 1 as const,
          vendor: 'test',
          validate: (value: unknown) => ({ value }),
          jsonSchema: { input: () => json, output: () => json },
        },
      });
      const properties = { iban: { $ref: 'https://elsewhere.example/iban.json' } };
      const gate = createStep({
        id: 'gate',
        inputSchema: any,
        outputSchema: any,
        suspendSchema: any,
        resumeSchema: answer,
        [side]: bad({ type: 'object', properties }) as never,
        execute: async ({ suspend }) => suspend({}),
      });
      return { bad: createWorkflow({ id: 'bad', inputSchema: any, outputSchema: any }).then(gate).commit() };
    };
    for (const side of ['suspendSchema', 'resumeSchema'] as const)
      await expect(checkWorkflows(schema(side))).rejects.toThrow(
        `${side} refers to "https://elsewhere.example/iban.json", which cannot be looked up in it`,
      );
  });

  test('refuses a list within the items of another list, but not one within a nested workflow', async () => {
    const flow = (id: string) => createWorkflow({ id, inputSchema: z.unknown(), outputSchema: z.unknown() });
    const step = createStep({
      id: 'each',
      inputSchema: z.unknown(),
      outputSchema: z.unknown(),
      execute: async () => ({}),
    });
    const inner = () =>
      flow('inner')
        .map(async () => [1, 2])
        .foreach(step)
        .commit();
    const bad = flow('bad')
      .map(async () => [1, 2])
      .foreach(flow('item').then(inner()).commit())
      .commit();
    await expect(checkWorkflows({ bad })).rejects.toThrow(
      'workflow "bad", step "item/inner/each": is a foreach within the items of the foreach "item"',
    );
    await expect(checkWorkflows({ good: flow('good').then(inner()).commit() })).resolves.toBeUndefined();
  });

  test('all mistakes are listed at once', async () => {
    const error: unknown = await checkWorkflows({
      one: withPolicy({ due: 'x' }).bad,
      two: withPolicy({ priority: 1 }).bad,
    }).catch((caught: unknown) => caught);
    expect((error as Error).message.split('\n')).toHaveLength(3);
  });
});
