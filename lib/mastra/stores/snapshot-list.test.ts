import { spawnSync } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Client } from '@libsql/client';
import { openClient } from '@/db/client';
import { databaseForTest } from '@/tests/support/database';
import { openStorage, workflowStoreOf } from './storage';
import { indexSnapshots, libsqlSnapshots, snapshotsOf } from './snapshot-list';

const table = 'mastra_workflow_snapshot';

async function snapshotFile(): Promise<{ client: Client; file: string }> {
  const { dir } = await databaseForTest();
  const file = `${dir}/workflows.db`;
  await (await openStorage({ kind: 'libsql', url: `file:${file}`, authToken: undefined })).close();
  const client = openClient({ url: `file:${file}` });
  onTestFinished(() => client.close());
  return { client, file };
}

const store = (client: Client, runId: string, snapshot: string, args: string[] = []) =>
  client.execute({
    sql: `insert into ${table} (workflow_name, run_id, snapshot, createdAt, updatedAt) values ('w', ?, ${snapshot}, '', '')`,
    args: [runId, ...args],
  });

const snapshot = (status: string, context: unknown) => JSON.stringify({ runId: 'r', status, context });

/** The version of this machine's own SQLite; null when it has none. */
function ofTheMachine(): string | null {
  const { stdout, status } = spawnSync('sqlite3', ['--version'], { encoding: 'utf8' });
  return status === 0 ? (stdout.split(' ')[0] ?? null) : null;
}
const knowsJsonb = (version: string) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || minor >= 45;
};

test('a store without queries over JSON reads a long list of runs, few at a time', async () => {
  const storage = await openStorage({ kind: 'memory' });
  const workflows = await workflowStoreOf(storage);
  let [reading, most] = [0, 0];
  const counted = new Proxy(workflows, {
    get: (target, name) =>
      name === 'getWorkflowRunById'
        ? async (...args: Parameters<typeof workflows.getWorkflowRunById>) => {
            most = Math.max(most, (reading += 1));
            await setImmediate();
            const run = await target.getWorkflowRunById(...args);
            reading -= 1;
            return run;
          }
        : (Reflect.get(target, name) as unknown),
  });
  const keys = Array.from({ length: 100 }, (_, n) => ({ runId: `run-${n}`, workflowName: 'w' }));
  expect(await snapshotsOf(storage, counted).heads(keys)).toEqual([]);
  expect(most).toBe(8);
});

test('lists the run of a waiting snapshot in any stored form; an unreadable one blocks nothing', async () => {
  const { client } = await snapshotFile();
  await store(client, 'text', '?', [snapshot('suspended', {})]);
  await store(client, 'jsonb', 'jsonb(?)', [snapshot('suspended', {})]);
  await store(client, 'edited', "jsonb_set(jsonb(?), '$.status', 'suspended')", [snapshot('running', {})]);
  await store(client, 'ended', 'jsonb(?)', [snapshot('success', { a: { status: 'success' } })]);
  await store(client, 'damaged', "x'ff00ff00'");
  const { snapshots } = await libsqlSnapshots(client).suspended(null, 10);
  expect(snapshots.map(({ runId }) => runId)).toEqual(['edited', 'jsonb', 'text']);
});

test.each(['hello', '', '{', 5, true, null, [], ['a'], [{ status: 'suspended', suspendedAt: 9 }]])(
  'input %j is not taken for a step, and does not prevent reading others',
  async (input) => {
    const { client } = await snapshotFile();
    const gate = { status: 'suspended', suspendedAt: 7 };
    await store(client, 'one', 'jsonb(?)', [snapshot('suspended', { input, gate })]);
    await store(client, 'two', 'jsonb(?)', [
      snapshot('suspended', { input: { ...gate, suspendedAt: 99 }, gate, other: 'text', list: [1] }),
    ]);
    const heads = await libsqlSnapshots(client).heads(
      ['one', 'two'].map((runId) => ({ runId, workflowName: 'w' })),
    );
    expect(heads).toMatchObject([
      { runId: 'one', status: 'suspended', since: [7] },
      { runId: 'two', status: 'suspended', since: [7] },
    ]);
  },
);

test('replaces the index of an earlier version, and needs no newer SQLite', async () => {
  const { client } = await snapshotFile();
  await client.execute(
    `create index countersign_waiting on ${table} (run_id) where json_valid(snapshot, 9) and json_extract(snapshot, '$.status') = 'suspended'`,
  );
  await indexSnapshots(client);
  const { rows } = await client.execute("select name, sql from sqlite_master where name like 'countersign%'");
  const names = rows.map(({ name }) => String(name));
  expect(names).toContain('countersign_waits');
  expect(names).not.toContain('countersign_waiting');
  expect(rows.map(({ sql }) => String(sql)).join('\n')).not.toMatch(/json/i);
});

const older = ofTheMachine();
test.skipIf(older === null || knowsJsonb(older))(
  `SQLite ${older} opens the file, reads and writes it`,
  async () => {
    const { client, file } = await snapshotFile();
    await store(client, 'jsonb', 'jsonb(?)', [snapshot('suspended', {})]);
    client.close();
    const asked = spawnSync(
      'sqlite3',
      [file, `update ${table} set resourceId = 'them'; select run_id, resourceId from ${table};`],
      { encoding: 'utf8' },
    );
    expect(asked).toMatchObject({ stdout: 'jsonb|them\n', stderr: '', status: 0 });
  },
);
