import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '@/db/client';
import { runs } from '@/db/schema';
import { deskForTest, expense } from '@/tests/support/desk';
import { runScript } from '@/tests/support/program';

const backup = (dir: string, ...args: string[]) =>
  runScript('backup', args, { ...process.env, NODE_ENV: 'test', DATA_DIR: dir });

async function deskInUse() {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  return { desk, runId, dir: path.dirname(desk.url.slice('file:'.length)) };
}

test('only its owner may read a backup, also in an existing folder', async () => {
  const { dir } = await deskInUse();
  const to = path.join(dir, 'backup');
  await mkdir(to);
  await chmod(to, 0o755);
  expect(await backup(dir, '--to', to)).toMatchObject({ code: 0, err: '' });
  const files = await readdir(to);
  expect(files.toSorted()).toEqual(['app.db', 'workflows.db']);
  for (const name of files) expect((await stat(path.join(to, name))).mode & 0o777).toBe(0o600);
  expect(await backup(dir, '--to', to)).toMatchObject({
    code: 2,
    err: expect.stringContaining('new folder'),
  });
});

test('refuses to restore next to files of another database, before restoring anything', async () => {
  const { dir, runId } = await deskInUse();
  const [to, anew, away] = ['backup', 'new', 'away'].map((name) => path.join(dir, name)) as [
    string,
    string,
    string,
  ];
  expect(await backup(dir, '--to', to)).toMatchObject({ code: 0 });
  await mkdir(anew);
  await mkdir(away);
  for (const name of ['app.db-wal', 'workflows.db-wal', 'workflows.db-shm', 'workflows.db-journal']) {
    const left = path.join(anew, name);
    await writeFile(left, 'changes');
    expect(await backup(anew, '--restore', to)).toMatchObject({
      code: 2,
      err: expect.stringContaining(left),
    });
    expect(existsSync(path.join(anew, 'app.db'))).toBe(false);
    await rename(left, path.join(away, name));
  }
  expect(await backup(anew, '--restore', to)).toMatchObject({ code: 0, err: '' });
  const db = openDatabase({ url: `file:${path.join(anew, 'app.db')}` });
  expect((await db.select().from(runs)).map(({ id }) => id)).toEqual([runId]);
  db.$client.close();
});
