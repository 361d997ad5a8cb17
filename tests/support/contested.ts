import type { TaskRow } from '@/db/schema';
import { isDeepStrictEqual } from 'node:util';
import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { outbox, tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { AppError } from '@/lib/base/errors';
import { LinkRefused } from '@/lib/tell/links/link-refusal';
import { humanTask, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskStateOf } from './desk-state';
import { deskForTest, type Person, type TestDesk } from './desk';
import { stateOf } from './run-state';
import { watched } from './watched';

const any = z.object({}).loose();
const answer = z.object({ approved: z.boolean() });
const minute = 60_000;

type Policy = HumanTask<unknown, z.infer<typeof answer>>;
const flow = (id: string) =>
  createWorkflow({ id, inputSchema: any, outputSchema: any, options: { autoRestartActiveRuns: false } });
const gate = (id: string, metadata: Record<string, unknown>, resumeSchema: z.ZodType = answer) =>
  createStep({
    id,
    inputSchema: any,
    outputSchema: any,
    resumeSchema,
    metadata,
    execute: async ({ resumeData, suspend }) => (resumeData ? {} : suspend({ id })),
  });
const policy: Policy = {
  candidates: { groups: ['managers'] },
  due: '1h',
  remind: ['30m'],
  escalate: { after: '20m', to: { groups: ['finance'] } },
};

/**
 * Workflows with one question to people under several policies, one to a machine of each kind, and a failing
 * step.
 */
export const contested: Record<string, AnyWorkflow> = {
  answering: flow('answering')
    .then(
      gate(
        'ask',
        humanTask<unknown, z.infer<typeof answer>>({
          ...policy,
          onExpiry: { resumeData: { approved: false } },
        }),
      ),
    )
    .commit(),
  ending: flow('ending')
    .then(gate('ask', humanTask<unknown, z.infer<typeof answer>>({ ...policy, onExpiry: 'cancel' })))
    .commit(),
  thrice: flow('thrice')
    .then(gate('ask', humanTask<unknown, z.infer<typeof answer>>(policy)))
    .then(gate('again', humanTask<unknown, z.infer<typeof answer>>(policy)))
    .then(gate('at last', humanTask<unknown, z.infer<typeof answer>>(policy)))
    .commit(),
  anybody: flow('anybody')
    .then(gate('ask', humanTask<unknown, z.infer<typeof answer>>({ due: '1h', onExpiry: 'cancel' })))
    .commit(),
  coded: flow('coded')
    .then(gate('ask', humanTask<unknown, z.infer<typeof answer>>({ ...policy, links: 'code' })))
    .commit(),
  event: flow('event')
    .then(gate('ask', machineWait({ event: { name: 'arrived', key: (_, run) => run.id } })))
    .commit(),
  check: flow('check')
    .then(gate('ask', machineWait({ check: async () => ({ approved: true }), every: '1m' })))
    .commit(),
  followed: flow('followed')
    .then(gate('ask', humanTask<unknown, z.infer<typeof answer>>(policy)))
    .then(createStep({ id: 'work', inputSchema: any, outputSchema: any, execute: async () => ({}) }))
    .commit(),
  failing: flow('failing')
    .then(gate('ask', humanTask<unknown, z.infer<typeof answer>>(policy)))
    .then(
      createStep({
        id: 'fail',
        inputSchema: any,
        outputSchema: any,
        execute: async () => {
          throw new Error('it is down');
        },
      }),
    )
    .commit(),
};

/** The same workflows after a release that asks for more. */
export const released: Record<string, AnyWorkflow> = {
  ...contested,
  answering: flow('answering')
    .then(
      gate(
        'ask',
        humanTask<unknown, z.infer<typeof answer>>(policy),
        answer.extend({ note: z.string().optional() }),
      ),
    )
    .commit(),
};

/** A run in the state somebody acts on, its newest task, and the id of anything else acted on. */
export type Scene = { desk: TestDesk; runId: string; task: TaskRow; thing?: string };
/** Somebody's act in a scene. `as` gives the context of an actor, with their process's clock. */
export type Deed = (
  scene: Scene,
  as: (who: Person | 'system', aheadMs?: number) => Context,
) => Promise<unknown>;

const later = (desk: TestDesk, ms: number) => ({ now: () => new Date(desk.clock.now().getTime() + ms) });

export type Prepare = (desk: TestDesk) => Promise<Scene>;

const newest = async (desk: TestDesk, runId: string): Promise<Scene> => {
  const [task] = await desk.db
    .select()
    .from(tasks)
    .where(eq(tasks.runId, runId))
    .orderBy(desc(tasks.suspendedAt));
  return { desk, runId, task: task! };
};

/** A run whose question is open. */
export const asking =
  (workflowId: string): Prepare =>
  async (desk) =>
    newest(desk, await desk.request(workflowId, {}));

/** A run whose question was answered, and which has since ended or failed. */
export const answered =
  (workflowId: string): Prepare =>
  async (desk) => {
    const scene = await asking(workflowId)(desk);
    const { task, runId } = scene;
    await decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    await desk.drain(runId);
    return scene;
  };

/** A run that waits with its second question; the scene's task is the first, which was decided. */
export const waitingAgain: Prepare = answered('thrice');

/** A run whose answer could not be applied and waits for an operator. */
export const stuck: Prepare = async (desk) => {
  const scene = await asking('answering')(desk);
  const { task } = scene;
  await decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
  await desk.db
    .update(outbox)
    .set({ state: 'stuck', attempts: 8, lastError: 'it is down' })
    .where(eq(outbox.taskId, task.id));
  return scene;
};

const contexts =
  ({ desk }: Scene, db: Context['db']) =>
  (who: Person | 'system', aheadMs = 0): Context => ({
    ...desk.as(who),
    db,
    clock: later(desk, aheadMs),
  });

/** `refused` if people would be told why. Any other error is a fault. */
async function told(work: Promise<unknown>): Promise<'done' | 'refused'> {
  try {
    const result = await work;
    return result === false ? 'refused' : 'done';
  } catch (error) {
    if (error instanceof AppError || error instanceof LinkRefused) return 'refused';
    throw error;
  }
}

type History = { deed: 'done' | 'refused'; state: unknown; settled: unknown; statements: number };

/** Plays a deed on a new scene, with the rival's before its nth statement, or after all of them. */
async function play(scene: Scene, deed: Deed, rival: Deed, place: number, whole: boolean): Promise<History> {
  const { desk, runId } = scene;
  const look = async () =>
    whole ? [await stateOf(desk.db, runId), await deskStateOf(desk.db)] : stateOf(desk.db, runId);
  let statements = 0;
  const act = () => told(rival(scene, contexts(scene, desk.db)));
  const db = watched(desk.db, async (nth) => {
    statements += 1;
    if (nth === place) await act();
  });
  const done = await told(deed(scene, contexts(scene, db)));
  if (place >= statements) await act();
  const state = await look();
  await drainRun({ ...desk.as('system'), clock: later(desk, 600 * minute) }, runId);
  return { deed: done, state, settled: await look(), statements };
}

const nobody: Deed = () => Promise.resolve(false);

type Rules = {
  /** The deeds change more than one run, so each play needs its own desk, compared as a whole. */
  apart?: boolean;
  /** Effects of the rival before the last statement count: a right gone by then is gone. */
  otherFirst?: boolean;
};

/**
 * Wherever a rival's deed falls between the statements of another, the outcome must equal one running wholly
 * before the other, or the deed is refused and leaves nothing behind.
 * @returns the first history that violates this (`was`) and an allowed one, or the same one twice
 */
export async function interleave(
  prepare: Prepare,
  deed: Deed,
  rival: Deed,
  { apart = false, otherFirst = false }: Rules = {},
): Promise<{ was: unknown; should: unknown }> {
  const shared = apart ? null : await deskForTest(contested);
  const playAt = async (place: number, act = deed) => {
    const scene = await prepare(shared ?? (await deskForTest(contested)));
    const { statements, ...history } = await play(scene, act, rival, place, apart);
    return { statements, history };
  };
  const after = await playAt(Infinity);
  const before = await playAt(0);
  const alone = await playAt(0, nobody);
  const right = [before, alone, ...(otherFirst ? [] : [after])].map(({ history }) => history);
  for (let place = 1; place < after.statements; place += 1) {
    const { history } = await playAt(place);
    if (!right.some((one) => isDeepStrictEqual(one, history)))
      return { was: { place: `before statement ${place + 1}`, ...history }, should: before.history };
  }
  return { was: before.history, should: before.history };
}

/** The outcome of a second deed after the first, and the state before and after it. */
export async function afterwards(prepare: Prepare, first: Deed, second: Deed) {
  const scene = await prepare(await deskForTest(contested));
  const { desk, runId } = scene;
  const as = contexts(scene, desk.db);
  const look = async () => [await stateOf(desk.db, runId), await deskStateOf(desk.db)];
  const done = await told(first(scene, as));
  const was = await look();
  return { first: done, was, second: await told(second(scene, as)), is: await look() };
}
