import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Json } from '@/db/schema/json';
import { decisions, ledgerEntries, runs, tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { archiveAudit } from '@/tests/support/archive-audit';
import { failingWorkflows, type Outage } from '@/tests/support/failing-workflows';
import { MortalDisk } from '@/tests/support/mortal-disk';
import { drivenUntil, mortalProcess } from '@/tests/support/mortal-process';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const reason = 'It has to go on.';

type Case = {
  workflow: string;
  input?: Json;
  down: string;
  verb: (ctx: Context, runId: string) => Promise<unknown>;
  effects: Record<string, number>;
  answers: number;
  valid: number;
};

/** What an operator did to a run that had failed at `down`, and in the end every effect, all answers ever given, and those that count. */
const cases: Record<string, Case> = {
  'a restart': {
    workflow: 'nested',
    down: 'between',
    verb: (ctx, id) => rewindRun(ctx, { to: 'failure', runId: id }, { reason }),
    effects: { first: 1, ask: 1, between: 1, last: 1 },
    answers: 1,
    valid: 1,
  },
  'a restart with the same answer': {
    workflow: 'line',
    down: 'ask',
    verb: (ctx, id) => rewindRun(ctx, { to: 'failure', runId: id }, { reason }),
    effects: { first: 1, ask: 1, between: 1, again: 1, last: 1 },
    answers: 2,
    valid: 2,
  },
  'a restart in a second turn': {
    workflow: 'turns',
    down: 'two',
    verb: (ctx, id) => rewindRun(ctx, { to: 'failure', runId: id }, { reason }),
    effects: { first: 1, one: 1, two: 1, last: 1 },
    answers: 2,
    valid: 2,
  },
  'a restart of one of three sides': {
    workflow: 'sides',
    down: 'left',
    verb: (ctx, id) => rewindRun(ctx, { to: 'failure', runId: id }, { reason }),
    effects: { first: 1, left: 1, right: 1, ask: 1, last: 1 },
    answers: 1,
    valid: 1,
  },
  'a restart of one of three items': {
    workflow: 'ask-each',
    input: ['a', 'b', 'c'],
    down: 'ask b',
    verb: (ctx, id) => rewindRun(ctx, { to: 'failure', runId: id }, { reason }),
    effects: { 'ask a': 1, 'ask b': 1, 'ask c': 1, last: 1 },
    answers: 3,
    valid: 3,
  },
  'a rewind': {
    workflow: 'line',
    down: 'last',
    verb: (ctx, id) => rewindRun(ctx, { to: 'step', runId: id }, { step: ['ask'], reason }),
    effects: { first: 1, ask: 2, between: 2, again: 2, last: 1 },
    answers: 4,
    valid: 2,
  },
  'a rebuild': {
    workflow: 'line',
    down: 'last',
    verb: (ctx, id) => rewindRun(ctx, { to: 'journal', runId: id }, { reason }),
    effects: { first: 2, ask: 2, between: 2, again: 2, last: 1 },
    answers: 2,
    valid: 2,
  },
  'a rebuild of rounds': {
    workflow: 'loop',
    down: 'last',
    verb: (ctx, id) => rewindRun(ctx, { to: 'journal', runId: id }, { reason }),
    effects: { before: 4, ask: 4, after: 4, last: 1 },
    answers: 2,
    valid: 2,
  },
};

async function answer(desk: TestDesk, runId: string): Promise<number> {
  const open = await desk.openTasks(runId);
  for (const task of open)
    await decideTask(desk.as('manager'), task.id, {
      resumeData: { by: 'Mia' },
      payloadDigest: task.payloadDigest,
    });
  return open.length;
}

async function goOn(desk: TestDesk, ctx: Context, runId: string): Promise<void> {
  do {
    await drainRun(ctx, runId);
    desk.clock.advance(10);
  } while ((await answer(desk, runId)) > 0);
}

/** A run that has failed, and was told by an operator to go on; nothing is done yet. */
async function told({ workflow, input = {}, down, verb }: Case) {
  const outage: Outage = new Set([down]);
  const desk = await deskForTest(failingWorkflows(outage));
  const disk = new MortalDisk();
  const ctx = await mortalProcess(desk, disk, failingWorkflows(outage));
  const { run } = await startRun(
    { ...desk.as('requester'), engine: ctx.engine },
    { workflowId: workflow, input },
  );
  await goOn(desk, ctx, run.id);
  expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'failed' }]);
  outage.clear();
  await verb({ ...desk.as('operator'), engine: ctx.engine }, run.id);
  return { desk, disk, ctx, runId: run.id, outage };
}

describe.each(Object.entries(cases))('%s', (_, one) => {
  test('goes on after a kill at any write, without the audit log: every step has run, every answer counts once', async () => {
    for (let writes = 0; ; writes += 1) {
      const { desk, disk, ctx, runId, outage } = await told(one);
      const last = await drivenUntil(desk, ctx, disk, runId, writes);
      // The next process must not need the audit log.
      await archiveAudit(desk.db);
      await goOn(desk, await mortalProcess(desk, new MortalDisk(), failingWorkflows(outage)), runId);
      const [[run], answers, open, effects] = await desk.db.batch([
        desk.db.select().from(runs),
        desk.db.select().from(decisions),
        desk.db.select().from(tasks).where(eq(tasks.state, 'open')),
        desk.db.select().from(ledgerEntries),
      ]);
      const seen = Object.fromEntries(effects.map(({ action, attempts }) => [action, attempts]));
      // Only a step that was killed in its very act is run once more: its effect was the last thing that was written.
      const killed = last?.includes('ledger_entries')
        ? Object.keys(seen).find((name) => seen[name] === (one.effects[name] ?? 0) + 1)
        : undefined;
      const valid = answers.filter(({ revisedAt }) => revisedAt === null);
      expect({
        writes,
        last,
        status: run?.status,
        open,
        answers: answers.length,
        valid: valid.map(({ appliedAt }) => appliedAt !== null),
        effects: seen,
      }).toEqual({
        writes,
        last,
        status: 'success',
        open: [],
        answers: one.answers,
        valid: Array.from({ length: one.valid }, () => true),
        effects:
          killed === undefined ? one.effects : { ...one.effects, [killed]: (one.effects[killed] ?? 0) + 1 },
      });
      if (last === null) return;
    }
  });
});
