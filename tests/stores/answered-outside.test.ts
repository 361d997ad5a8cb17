import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { decisions, outbox, runs } from '@/db/schema';
import type { WorkflowStoreConfig } from '@/lib/base/env';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { sharedWorkflow } from '@/tests/support/shared-workflow';
import { onEach, workflowStores } from './places';
import { program } from '@/tests/support/program';

const root = path.resolve(import.meta.dirname, '../..');
const tries = 12;

async function outsider(store: WorkflowStoreConfig) {
  const child = spawn(process.execPath, [program('tests/stores/outsider.ts'), JSON.stringify(store)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  expect(await next()).toBe('ready');
  return (line: string) => {
    child.stdin.write(`${line}\n`);
    return next();
  };
}

/** Sweeps until nothing is owed. */
async function settle(desk: TestDesk, runId: string): Promise<void> {
  for (let count = 0; count < 6; count += 1) {
    await sweep(desk.as('system'), { anew: true });
    const owed = await desk.db.select().from(outbox).where(eq(outbox.runId, runId));
    if (owed.every(({ state }) => state === 'done')) return;
    desk.clock.advance(300_000);
  }
  throw new Error('something is still owed to the run');
}

/** Who answered the first question: by the store alone, and by the desk. */
async function verdict(desk: TestDesk, runId: string) {
  const seen = await desk.engine.read({ id: runId, workflowId: 'shared' });
  const asked = seen?.suspensions.find(({ path: [step] }) => step === 'second')?.payload;
  const [decision] = await desk.db.select().from(decisions).where(eq(decisions.runId, runId));
  const [run] = await desk.db.select().from(runs).where(eq(runs.id, runId));
  return {
    store: { status: seen?.status, asked },
    desk: {
      status: run?.status,
      applied: decision?.appliedAt !== null,
      outside: decision?.answeredOutsideAt !== null,
      open: (await desk.openTasks(runId)).map(({ stepPath: [step] }) => step),
    },
  };
}

const { 'LibSQL file': file, Postgres } = workflowStores;

onEach('a run that another process answers', { 'LibSQL file': file!, Postgres: Postgres! }, (open) => {
  test('counts the desk’s answer as applied exactly when the run took it, in either order and at once', async () => {
    const store = await open();
    const desk = await deskForTest({ shared: sharedWorkflow() }, { store });
    const tell = await outsider(store);
    const taken = { here: 0, there: 0 };
    for (let count = 0; count < tries; count += 1) {
      const runId = await tell('start');
      await sweep(desk.as('system'), { anew: true });
      const [task] = await desk.openTasks(runId);
      const { id, payloadDigest } = task!;
      const there = () => tell(runId);
      const here = async () => {
        await decideTask(desk.as('manager'), id, { resumeData: { approved: false }, payloadDigest });
        await desk.drain(runId);
      };
      const both = count % 2 === 0 ? [here, there] : [there, here];
      if (count < 4) for (const answer of both) await answer();
      else await Promise.all(both.map((answer) => answer()));
      await settle(desk, runId);
      const { store: is, desk: says } = await verdict(desk, runId);
      const ours = JSON.stringify(is.asked) === JSON.stringify({ a: 'x first:false' });
      taken[ours ? 'here' : 'there'] += 1;
      expect(is).toEqual({ status: 'suspended', asked: { a: `x first:${!ours}` } });
      expect(says).toEqual({ status: 'suspended', applied: ours, outside: !ours, open: ['second'] });
    }
    expect([taken.here > 0, taken.there > 0]).toEqual([true, true]);
  });
});
