import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runs } from '@/db/schema';
import { openClient } from '@/db/client';
import { deskForTest, expense } from '@/tests/support/desk';
import { runScript, type Ended } from '@/tests/support/program';

function run(dir: string, ...args: string[]): Promise<Ended> {
  const { AUTH_SECRET: _, ...rest } = process.env;
  return runScript('export-runs', args, { ...rest, NODE_ENV: 'production', DATA_DIR: dir });
}

const records = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

it('writes every run with what people did and the engine stored, in order and over several pages, and changes nothing', async () => {
  const desk = await deskForTest();
  const dir = path.dirname(desk.url.slice('file:'.length));
  const first = await desk.request('expense-report', expense());
  const [row] = await desk.db.select().from(runs);
  await desk.db.insert(runs).values(
    Array.from({ length: 120 }, (_, index) => ({
      ...row!,
      id: `old-${String(index).padStart(3, '0')}`,
      idempotencyKey: null,
      createdAt: new Date(1_000_000),
      status: 'lost' as const,
    })),
  );
  const all = await run(dir);
  expect(all).toMatchObject({ code: 0, err: '121 runs written.\n' });
  const ids = (records(all.out) as { run: { id: string } }[]).map((record) => record.run.id);
  expect(ids).toEqual([
    ...Array.from({ length: 120 }, (_, index) => `old-${String(index).padStart(3, '0')}`),
    first,
  ]);

  const out = path.join(dir, 'runs.jsonl');
  expect(await run(dir, '--out', out, '--since', '2020-01-01')).toMatchObject({
    code: 0,
    out: '',
    err: '1 run written.\n',
  });
  expect((await stat(out)).mode & 0o777).toBe(0o600);
  expect(records(await readFile(out, 'utf8'))).toMatchObject([
    {
      format: 'countersign-run-1',
      run: { id: first, status: 'suspended' },
      tasks: [{ runId: first, state: 'open' }],
      decisions: [],
      audit: expect.arrayContaining([expect.objectContaining({ verb: 'task.opened' })]),
      snapshots: [{ workflowId: 'expense-report', runId: first, content: { status: 'suspended' } }],
    },
  ]);
  expect(await run(dir, '--out', out)).toMatchObject({
    code: 2,
    err: expect.stringContaining('cannot be made anew'),
  });

  const client = openClient({ url: `file:${path.join(dir, 'workflows.db')}` });
  await client.execute("update mastra_workflow_snapshot set snapshot = x'00ff'");
  client.close();
  const torn = await run(dir, '--since', '2020-01-01');
  expect(torn).toMatchObject({
    code: 1,
    err: '1 run written, 1 without a snapshot that could not be read.\n',
  });
  expect(records(torn.out)).toMatchObject([
    { run: { id: first }, snapshots: null, snapshotProblem: expect.stringMatching(/malformed/i) },
  ]);
});

it('says what it cannot do, and creates no database where there is none', async () => {
  const { url } = await deskForTest();
  const dir = path.dirname(url.slice('file:'.length));
  const [odd, date, none] = await Promise.all([
    run(dir, '--all'),
    run(dir, '--since', 'soon'),
    run(path.join(dir, 'none')),
  ]);
  expect([odd.code, date.code]).toEqual([2, 2]);
  expect(none).toMatchObject({ code: 0, out: '', err: expect.stringContaining('nothing of Countersign') });
  expect(await readdir(dir)).not.toContain('none');
});
