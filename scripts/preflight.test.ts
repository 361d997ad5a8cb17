import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { tasks } from '@/db/schema';
import { deskForTest, expense } from '@/tests/support/desk';
import { runScript, type Ended } from '@/tests/support/program';

/** Runs the command as a deploy job would: with the database's URL and no secret. */
function run(url: string, ...args: string[]): Promise<Ended> {
  const { AUTH_SECRET: _, ...rest } = process.env;
  const env = {
    ...rest,
    NODE_ENV: 'production' as const,
    DATABASE_URL: url,
    DATA_DIR: path.dirname(url.slice('file:'.length)),
  };
  return runScript('preflight', args, env);
}

it('lets a deploy pass when nothing changed, and stops one that would break a task, naming it', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  expect(await run(desk.url)).toEqual({
    code: 0,
    out: 'Compared 1 open task and 1 waiting run with this code: all go on as before.\n',
    err: '',
  });

  // As if the workflow had another id when the request was made; the title contains terminal codes.
  await desk.db
    .update(tasks)
    .set({ workflowId: 'expenses', title: 'Approve\u001b[2J this' })
    .where(eq(tasks.runId, runId));
  const [task] = await desk.openTasks(runId);
  const migrations = () => desk.db.all(sql`select * from __drizzle_migrations`);
  const before = [
    await desk.db.select().from(tasks),
    await migrations(),
    await readdir(path.dirname(desk.url.slice('file:'.length))),
  ];
  const told = await run(desk.url);
  expect(told).toMatchObject({ code: 1, err: '' });
  expect(told.out.split('\n').slice(0, 3)).toEqual([
    'BREAKS   expenses / manager-approval: Approve⟦U+001B⟧[2J this',
    `         task ${task!.id}, run ${runId}`,
    '         The workflow is gone. Nobody can answer this, and its run stands still until the workflow is back.',
  ]);
  expect(told.out).toMatch(/: 1 changed, 1 would break\.\n$/);
  const json = await run(desk.url, '--json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({
    findings: [{ change: 'workflow_gone', breaks: true, taskId: task!.id, runId }],
    summary: { tasks: 1, runs: 1, changed: 1, broken: 1 },
  });
  expect([
    await desk.db.select().from(tasks),
    await migrations(),
    await readdir(path.dirname(desk.url.slice('file:'.length))),
  ]).toEqual(before);
});

it('creates no database where there is none, and says what it cannot do', async () => {
  const { url } = await deskForTest();
  const dir = path.dirname(url.slice('file:'.length));
  const [odd, none] = await Promise.all([run(url, '--fix'), run(`file:${dir}/none/app.db`, '--json')]);
  expect(odd).toMatchObject({ code: 2, out: '', err: expect.stringContaining("Unknown option '--fix'") });
  expect(none).toMatchObject({
    code: 0,
    err: `There is nothing of Countersign at ${dir}/none/app.db yet.\n`,
  });
  expect(JSON.parse(none.out)).toEqual({
    findings: [],
    summary: { tasks: 0, runs: 0, changed: 0, broken: 0 },
  });
  expect(await readdir(dir)).not.toContain('none');
  await writeFile(
    `${dir}/odd.db`,
    'this is no database, whatever its name says; it is only text of some length',
  );
  expect(await run(`file:${dir}/odd.db`)).toMatchObject({
    code: 2,
    out: '',
    err: `The app database at ${dir}/odd.db cannot be used: file is not a database; mend that file, or give another DATABASE_URL or DATA_DIR.\n`,
  });
});
