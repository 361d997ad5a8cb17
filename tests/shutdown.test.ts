import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decisions, ledgerEntries, outbox, runLeases } from '@/db/schema';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest } from './support/desk';
import { heldWorkflows } from './support/held-workflows';
import { program } from '@/tests/support/program';

const root = path.resolve(import.meta.dirname, '..');

/**
 * A run whose answer another process is applying; that process waits in the step between until `go` is
 * called.
 */
async function held(graceMs: number) {
  const desk = await deskForTest(heldWorkflows(() => Promise.resolve()));
  const runId = await desk.request('held', {});
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as('manager'), task!.id, {
    resumeData: { by: 'manager' },
    payloadDigest: task!.payloadDigest,
  });
  const files = [desk.url, desk.url.replace(/app\.db$/, 'workflows.db')];
  const child = spawn(
    process.execPath,
    [program('tests/support/stopping-process.ts'), ...files, runId, String(graceMs)],
    { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const exit = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const said = async (line: string) => expect((await lines.next()).value).toBe(line);
  const effects = async () =>
    (await desk.db.select().from(ledgerEntries))
      .map(({ action, attempts }) => `${action} ${attempts}`)
      .toSorted();
  const freeLease = async () =>
    (await desk.db.select().from(runLeases)).every(({ expiresAt }) => expiresAt === 0);
  await said('at between');
  return { desk, runId, child, exit, said, effects, freeLease, go: () => void child.stdin.write('go\n') };
}

describe('a server process that is asked to stop', () => {
  test('lets the running step finish once, gives up the run and exits with 0', async () => {
    const { desk, child, exit, said, effects, freeLease, go } = await held(30_000);
    child.kill('SIGTERM');
    await said('stopping');
    go();
    expect(await exit).toEqual([0, null]);
    expect(await effects()).toEqual(['between 1', 'one 1']);
    expect(await freeLease()).toBe(true);
    expect((await desk.db.select().from(outbox)).map(({ state }) => state)).toEqual(['done', 'done']);
    expect((await desk.db.select().from(decisions))[0]?.appliedAt).not.toBeNull();
  });

  test('hands over what does not finish in time: another process continues at once, with each effect once', async () => {
    const { desk, runId, child, exit, said, effects, freeLease } = await held(200);
    child.kill('SIGTERM');
    await said('stopping');
    expect(await exit).toEqual([0, null]);
    expect(await freeLease()).toBe(true);
    expect(await desk.drain(runId)).toBe('drained');
    expect(await effects()).toEqual(['between 1', 'one 1']);
    expect(await desk.openTasks(runId)).toHaveLength(1);
  });

  test('takes no new work while it stops', async () => {
    const { desk, child, exit, said, go } = await held(30_000);
    child.kill('SIGINT');
    await said('stopping');
    const other = await desk.request('held', {});
    const [task] = await desk.openTasks(other);
    await decideTask(desk.as('manager'), task!.id, {
      resumeData: { by: 'manager' },
      payloadDigest: task!.payloadDigest,
    });
    go();
    expect(await exit).toEqual([0, null]);
    expect(
      (await desk.db.select().from(outbox)).filter(
        ({ runId, state }) => runId === other && state === 'pending',
      ),
    ).toHaveLength(1);
  });

  test('ends at once when it is told a second time', async () => {
    const { child, exit, said, effects } = await held(600_000);
    child.kill('SIGTERM');
    await said('stopping');
    await said('may be told again');
    child.kill('SIGTERM');
    expect(await exit).toEqual([143, null]);
    expect(await effects()).toEqual(['one 1']);
  });
});
