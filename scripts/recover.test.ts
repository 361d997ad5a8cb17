import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { outbox, runs, sweeps } from '@/db/schema';
import { startRun } from '@/lib/desk/runs/start-run';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { runScript, type Ended } from '@/tests/support/program';

/** Runs `npm run recover` on a desk's files, as a scheduler would. */
function recover(desk: TestDesk, args: string[]): Promise<Ended> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'test',
    DATA_DIR: path.dirname(desk.url.slice('file:'.length)),
    DATABASE_URL: desk.url,
    WORKFLOW_DATABASE_URL: desk.url.replace(/app\.db$/, 'workflows.db'),
    AUTH_SECRET: 'x'.repeat(32),
  };
  return runScript('recover', args, env);
}

describe('npm run recover', () => {
  test('two at once do everything owed exactly once', async () => {
    const desk = await deskForTest();
    for (let count = 0; count < 6; count += 1)
      await startRun(desk.as('requester'), { workflowId: 'expense-report', input: expense(100 + count) });
    const both = await Promise.all([
      recover(desk, ['--until-idle', '--json']),
      recover(desk, ['--until-idle', '--json']),
    ]);
    for (const { code, out, err } of both) {
      expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
      expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({ idle: true, failed: 0 });
    }
    expect((await desk.db.select().from(runs)).map(({ status }) => status)).toEqual(
      Array.from({ length: 6 }, () => 'suspended'),
    );
    expect(
      (await desk.db.select().from(outbox)).every(
        ({ state, attempts }) => state === 'done' && attempts === 0,
      ),
    ).toBe(true);
    expect(new Set((await desk.db.select().from(sweeps)).map(({ process: one }) => one)).size).toBe(2);
  });

  test('refuses unknown options', async () => {
    const desk = await deskForTest();
    expect(await recover(desk, ['--quickly'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--quickly'),
    });
  });
});
