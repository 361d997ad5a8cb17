import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { and, desc, eq } from 'drizzle-orm';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { decisions, runs, tasks } from '@/db/schema';
import { AppError } from '@/lib/base/errors';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { sweep } from '@/lib/process/sweep/sweep';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import type { Engine } from '@/lib/engine/engine';
import { startRun } from '@/lib/desk/runs/start-run';
import { sendSignal } from '@/lib/desk/signals/send-signal';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type Person, type TestDesk } from './support/desk';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const any = z.object({}).loose();
const answer = z.object({ text: z.string() });
const stages = ['one', 'two', 'arrival'] as const;
const hour = 3_600_000;

/**
 * Two questions to people, then an event. At its due time the first question answers itself, and the second
 * ends the run.
 */
function workflow(did: string[]): AnyWorkflow {
  const step = (id: (typeof stages)[number], metadata: Record<string, unknown>) =>
    createStep({
      id,
      inputSchema: any,
      outputSchema: any,
      resumeSchema: answer,
      metadata,
      execute: async ({ resumeData, suspend, runId }) =>
        resumeData ? (did.push(`${runId} ${id} ${resumeData.text}`), {}) : suspend({ id }),
    });
  return createWorkflow({
    id: 'modelled',
    inputSchema: any,
    outputSchema: any,
    options: { autoRestartActiveRuns: false },
  })
    .then(step('one', humanTask({ due: '1h', onExpiry: { resumeData: { text: 'expired' } } })))
    .then(step('two', humanTask({ due: '1h', onExpiry: 'cancel' })))
    .then(step('arrival', machineWait({ event: { name: 'arrived', key: (_, run) => run.id } })))
    .commit();
}

/** The expected state of a run. `stage`: the question it is at; -1 before its start, 3 at its end. */
type Run = {
  id: string;
  stage: number;
  state: 'owed' | 'open' | 'canceling' | 'canceled' | 'done';
  owed: string;
  due: number;
  kept: number;
  first: 'none' | 'applied';
  ended: boolean;
  asked: boolean;
};
type Model = { runs: Run[]; did: string[] };
type Real = { desk: TestDesk; engine: Engine; did: string[] };

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : `${String(error)}`),
  );

function openStage(run: Run, stage: number, now: number): void {
  Object.assign(
    run,
    stage === stages.length ? { stage, state: 'done' } : { stage, state: 'open', due: now + hour },
  );
}

/** What one sweep does to a run: pays its debts until it waits for somebody. */
function sweepModel(model: Model, run: Run, now: number): void {
  if (run.state === 'open' && run.stage < 2 && now >= run.due)
    Object.assign(run, run.stage === 0 ? { state: 'owed', owed: 'expired' } : { state: 'canceling' });
  // A run that had ended, was taken back and was then cancelled keeps its first ending.
  if (run.state === 'canceling') run.state = run.ended ? 'done' : 'canceled';
  while (run.state === 'owed') {
    if (run.owed !== '') model.did.push(`${run.id} ${stages[run.stage]} ${run.owed}`);
    if (run.stage === 0 && run.owed !== '') run.first = 'applied';
    run.ended = false;
    openStage(run, run.stage + 1, now);
    if ((run.state as Run['state']) === 'open' && run.stage === 2 && run.kept > 0)
      Object.assign(run, { kept: run.kept - 1, state: 'owed', owed: 'arrived' });
  }
}

type Command = fc.AsyncCommand<Model, Real>;
const newest = async ({ desk }: Real, run: Run) =>
  (
    await desk.db
      .select()
      .from(tasks)
      .where(and(eq(tasks.runId, run.id), eq(tasks.workflowId, 'modelled')))
      .orderBy(desc(tasks.suspendedAt))
      .limit(1)
  )[0];

/** After every command the desk must agree with the model. */
async function agree(model: Model, { desk, did }: Real): Promise<void> {
  const rows = await desk.db.select().from(runs);
  for (const run of model.runs) {
    const open = await desk.db.$count(tasks, and(eq(tasks.runId, run.id), eq(tasks.state, 'open')));
    expect({ run, open }).toEqual({ run, open: run.state === 'open' ? 1 : 0 });
    const row = rows.find(({ id }) => id === run.id);
    if (run.state === 'done') expect(row?.status).toBe('success');
    if (run.state === 'canceled') expect(row?.status).toBe('canceled');
    if (run.state === 'open') expect(row?.status).toBe('suspended');
  }
  expect(did.toSorted()).toEqual(model.did.toSorted());
}

/** A command on run `nth`. `act` changes both the desk and the model, and checks the outcome. */
const onRun = (
  name: string,
  nth: number,
  act: (model: Model, real: Real, run: Run) => Promise<void>,
): Command => ({
  check: (model) => model.runs.length > 0,
  async run(model, real) {
    await act(model, real, model.runs[nth % model.runs.length]!);
    await agree(model, real);
  },
  toString: () => `${name}(${nth})`,
});

const everywhere = (name: string, act: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  async run(model, real) {
    await act(model, real);
    await agree(model, real);
  },
  toString: () => name,
});

const start = everywhere('start', async (model, { desk, engine }) => {
  const { run } = await startRun(desk.as('requester', engine), { workflowId: 'modelled', input: {} });
  model.runs.push({
    id: run.id,
    stage: -1,
    state: 'owed',
    owed: '',
    due: 0,
    kept: 0,
    first: 'none',
    ended: false,
    asked: false,
  });
});

type How = { who: Person; digest: 'right' | 'wrong'; times: 1 | 2 };

const decide = (nth: number, { who, digest, times }: How) =>
  onRun(`decide ${who} ${digest} ×${times}`, nth, async (_, real, run) => {
    const { desk, engine } = real;
    const task = await newest(real, run);
    if (!task || run.stage > 1 || task.kind === 'event') return;
    const [before] = await desk.db.select().from(decisions).where(eq(decisions.taskId, task.id));
    const body = {
      resumeData: { text: who },
      payloadDigest: digest === 'right' ? task.payloadDigest : 'sha256:other',
    };
    const codes = await Promise.all(
      Array.from({ length: times }, () => codeOf(decideTask(desk.as(who, engine), task.id, body))),
    );
    const may = who !== 'requester' && digest === 'right';
    const takes = may && run.state === 'open' && desk.clock.now().getTime() < run.due;
    const repeats =
      may &&
      before !== undefined &&
      before.actorKind === 'user' &&
      before.actorName === desk.as(who).actor.name;
    expect({ run, codes, accepted: codes.every((code) => code === 'ok') }).toEqual({
      run,
      codes,
      accepted: takes || repeats,
    });
    for (const code of codes) expect(['ok', 'conflict', 'stale', 'forbidden', 'not_found']).toContain(code);
    if (takes) Object.assign(run, { state: 'owed', owed: who });
  });

const cancel = (nth: number) =>
  onRun('cancel', nth, async (_, { desk, engine }, run) => {
    const over = run.state === 'done' || run.state === 'canceled';
    const code = await codeOf(cancelRun(desk.as('requester', engine), run.id, {}));
    // Asking again for the same cancel is a success, even after it happened.
    expect({ run, code }).toEqual({ run, code: run.state === 'done' && !run.asked ? 'conflict' : 'ok' });
    if (!over) Object.assign(run, { state: 'canceling', asked: true });
  });

const signal = (nth: number) =>
  onRun('signal', nth, async (_, { desk, engine }, run) => {
    expect(
      await codeOf(
        sendSignal(desk.as('operator', engine), { name: 'arrived', key: run.id, data: { text: 'arrived' } }),
      ),
    ).toBe('ok');
    if (run.state === 'open' && run.stage === 2) Object.assign(run, { state: 'owed', owed: 'arrived' });
    else run.kept += 1;
  });

/** Takes back the newest answer to the first question. */
const revise = (nth: number) =>
  onRun('revise', nth, async (_, { desk, engine }, run) => {
    const answered = await desk.db
      .select({ id: tasks.id, path: tasks.stepPath })
      .from(decisions)
      .innerJoin(tasks, eq(tasks.id, decisions.taskId))
      .where(eq(decisions.runId, run.id))
      .orderBy(desc(tasks.suspendedAt));
    const task = answered.find(({ path }) => path[0] === 'one');
    if (!task) return;
    const may = run.first === 'applied' && (run.state === 'open' || run.state === 'done');
    const code = await codeOf(
      rewindRun(
        desk.as('operator', engine),
        { to: 'decision', taskId: task.id },
        { reason: 'It was wrong.' },
      ),
    );
    expect({ run, revised: code === 'ok' }).toEqual({ run, revised: may });
    if (may)
      Object.assign(run, { stage: -1, ended: run.state === 'done', state: 'owed', owed: '', first: 'none' });
  });

/** Takes the whole run back to one of its steps. */
const goBack = (nth: number, step: 'one' | 'two') =>
  onRun(`go back to ${step}`, nth, async (_, real, run) => {
    const did = await act.goBack(step).send(real, run);
    expect({ run, did }).toEqual({ run, did: act.goBack(step).may(run, 0) });
    if (did) act.goBack(step).apply(run);
  });

/**
 * An action that can race another: `send` returns whether it was accepted, `may` whether it is allowed,
 * `apply` changes the model.
 */
type Act = {
  send: (real: Real, run: Run) => Promise<boolean>;
  may: (run: Run, now: number) => boolean;
  apply: (run: Run) => void;
};

const accepted = async (work: Promise<unknown>) => (await codeOf(work)) === 'ok';

const act = {
  decide: (who: Person): Act => ({
    send: async (real, run) => {
      const task = await newest(real, run);
      const body = { resumeData: { text: who }, payloadDigest: task!.payloadDigest };
      return accepted(decideTask(real.desk.as(who, real.engine), task!.id, body));
    },
    may: (run, now) => run.state === 'open' && run.stage < 2 && now < run.due,
    apply: (run) => Object.assign(run, { state: 'owed', owed: who }),
  }),
  cancel: (): Act => ({
    send: ({ desk, engine }, run) => accepted(cancelRun(desk.as('requester', engine), run.id, {})),
    may: (run) => run.state !== 'done' && run.state !== 'canceled',
    apply: (run) => Object.assign(run, { state: 'canceling', asked: true }),
  }),
  goBack: (step: 'one' | 'two'): Act => ({
    send: ({ desk, engine }, run) => {
      const input = { step: [step], reason: 'It was wrong.' };
      return accepted(rewindRun(desk.as('admin', engine), { to: 'step', runId: run.id }, input));
    },
    may: (run) => run.state === 'done' || (run.state === 'open' && run.stage >= stages.indexOf(step)),
    apply: (run) =>
      Object.assign(run, {
        stage: stages.indexOf(step) - 1,
        ended: run.state === 'done',
        state: 'owed',
        owed: '',
        ...(step === 'one' ? { first: 'none' } : {}),
      }),
  }),
};

/** Two actions at once: the responses and the run must be as if one had come after the other. */
const atOnce = (nth: number, name: string, one: Act, other: Act) =>
  onRun(`${name} at once`, nth, async (_, real, run) => {
    if (run.state !== 'open' || run.stage > 1) return;
    const now = real.desk.clock.now().getTime();
    const told = await Promise.all([one.send(real, run), other.send(real, run)]);
    const inOrder = (order: [Act, boolean][]): Run | null => {
      const then = { ...run };
      for (const [deed, was] of order) {
        if (deed.may(then, now) !== was) return null;
        if (was) deed.apply(then);
      }
      return then;
    };
    const first: [Act, boolean] = [one, told[0]];
    const second: [Act, boolean] = [other, told[1]];
    const after = inOrder([first, second]) ?? inOrder([second, first]);
    expect({ run, told, explained: after !== null }).toEqual({ run, told, explained: true });
    Object.assign(run, after);
  });

const pairs: [string, Act, Act][] = [
  ['two answers', act.decide('manager'), act.decide('manager2')],
  ['an answer and a cancel', act.decide('manager'), act.cancel()],
  ['an answer and a return', act.decide('manager2'), act.goBack('one')],
  ['a cancel and a return', act.cancel(), act.goBack('one')],
  ['two returns', act.goBack('one'), act.goBack('one')],
];

const later = everywhere('later', async (_, { desk }) => desk.clock.advance(2 * hour));

const sweeping = (sweeps: number) =>
  everywhere(`sweep ×${sweeps}`, async (model, { desk, engine }) => {
    const { db, clock } = desk;
    await Promise.all(Array.from({ length: sweeps }, () => sweep({ db, engine, clock })));
    // One of several concurrent sweeps may leave a run to another; this last one then finds nothing left.
    await sweep({ db, engine, clock });
    for (const run of model.runs) sweepModel(model, run, clock.now().getTime());
  });

const anew = everywhere('a new process', async (_, real) => {
  real.engine = await real.desk.reopen({ modelled: workflow(real.did) });
});

const nth = fc.nat({ max: 2 });
const how = fc.record<How>({
  who: fc.constantFrom('manager', 'manager2', 'requester'),
  digest: fc.constantFrom('right', 'right', 'right', 'wrong'),
  times: fc.constantFrom(1, 2),
});
const commands = fc.commands(
  [
    fc.constant(start),
    fc.tuple(nth, how).map(([run, given]) => decide(run, given)),
    fc.tuple(nth, how).map(([run, given]) => decide(run, given)),
    nth.map(signal),
    nth.map(cancel),
    nth.map(revise),
    fc.tuple(nth, fc.constantFrom('one' as const, 'two' as const)).map(([run, step]) => goBack(run, step)),
    fc.tuple(nth, fc.constantFrom(...pairs)).map(([run, pair]) => atOnce(run, ...pair)),
    fc.constant(later),
    fc.constantFrom(1, 2).map(sweeping),
    fc.constantFrom(1, 2).map(sweeping),
    fc.constant(anew),
  ],
  { maxCommands: 40 },
);

test('runs and tasks behave like a simple model of them, for any actions in any order, with sweeps and new processes in between', async () => {
  const result = await fc.check(
    fc.asyncProperty(commands, async (given) => {
      const did: string[] = [];
      const desk = await deskForTest({ modelled: workflow(did) });
      await fc.asyncModelRun(
        () => ({ model: { runs: [], did: [] }, real: { desk, engine: desk.engine, did } }),
        given,
      );
    }),
    { numRuns: 20, endOnFailure: true },
  );
  expect(fc.defaultReportMessage(result) ?? 'all is well').toBe('all is well');
});
