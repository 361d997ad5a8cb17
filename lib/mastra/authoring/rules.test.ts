import { createStep, createWorkflow } from '@mastra/core/workflows';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { tasks } from '@/db/schema';
import { readPolicy, storedPolicy, type StoredPolicy } from '@/db/schema/policy';
import { deskForTest } from '@/tests/support/desk';
import { humanTask } from './human-task';
import { machineWait } from './machine-wait';

const any = z.object({}).loose();
const answer = z.object({ approved: z.boolean(), why: z.string().optional() });
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const asking = (metadata: Record<string, unknown>) => {
  const ask = createStep({
    id: 'ask',
    inputSchema: any,
    outputSchema: any,
    resumeSchema: answer,
    metadata,
    execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
  });
  return { w: createWorkflow({ id: 'w', inputSchema: any, outputSchema: any }).then(ask).commit() };
};

/** The stored policy of a task of this step, as the desk reads it. */
async function keptOf(metadata: Record<string, unknown>): Promise<StoredPolicy> {
  const desk = await deskForTest(asking(metadata));
  await desk.request('w', {});
  return (await desk.db.select({ policy: tasks.policy }).from(tasks))[0]!.policy;
}

const said: StoredPolicy = {
  forbidSelfApproval: false,
  reasonField: 'why',
  onExpiry: { resumeData: { approved: false } },
  reviseForMs: hour,
  undoMs: 10_000,
  askAgainLimit: 3,
  checkEveryMs: null,
  remindMs: [day, 2 * hour],
  escalate: { afterMs: 3 * hour, to: ['group:managers', 'user:usr_1'] },
  links: { lifetimeMs: day, by: 'code' },
};

describe('the rules of a step', () => {
  test('are all stored as their author wrote them', async () => {
    const policy = humanTask<unknown, z.infer<typeof answer>>({
      forbidSelfApproval: false,
      reasonField: 'why',
      due: '2d',
      onExpiry: { resumeData: { approved: false } },
      revise: '1h',
      undo: '10s',
      askAgainLimit: 3,
      remind: ['2h', '1d'],
      escalate: { after: '3h', to: { groups: ['managers'], users: ['usr_1'] } },
      links: { by: 'code', lifetime: '1d' },
    });
    expect(await keptOf(policy)).toEqual(said);
    const checked = await keptOf(machineWait({ check: async () => null, every: '5m' }));
    expect(checked.checkEveryMs).toBe(5 * minute);
  });

  test('are all covered by this test', () => {
    const defaults = readPolicy({});
    const fields = Object.keys(storedPolicy.shape) as (keyof StoredPolicy)[];
    const unsaid = fields.filter((field) => JSON.stringify(said[field]) === JSON.stringify(defaults[field]));
    expect(unsaid).toEqual(['checkEveryMs']);
  });

  test('get their defaults when an author leaves them out', async () => {
    expect(await keptOf({})).toEqual({ ...readPolicy({}), reasonField: null });
  });
});

describe('a stored policy', () => {
  test.each<[string, object, Partial<StoredPolicy>]>([
    ['of an older release has the defaults of what it lacks', { reasonField: 'why' }, { reasonField: 'why' }],
    [
      'with the older rule for links asks for signing in',
      { links: { lifetimeMs: hour, signIn: true } },
      { links: { lifetimeMs: hour, by: 'sign-in' } },
    ],
    [
      'that cannot be read allows less',
      { forbidSelfApproval: 'no', links: { by: 'handshake' }, reviseForMs: -1, undoMs: 'long', escalate: 7 },
      { links: null },
    ],
  ])('%s', async (_, stored, differs) => {
    const desk = await deskForTest(asking({}));
    await desk.request('w', {});
    await desk.db.run(sql`update tasks set policy = ${JSON.stringify(stored)}`);
    const [row] = await desk.db.select({ policy: tasks.policy }).from(tasks);
    expect(row!.policy).toEqual({ ...readPolicy({}), ...differs });
  });

  test('keeps keys that a newer release has written', () => {
    expect(readPolicy({ quorum: 2 })).toMatchObject({ quorum: 2, forbidSelfApproval: true });
  });
});
