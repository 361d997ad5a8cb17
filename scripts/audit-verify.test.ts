import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { sealAudit } from '@/lib/journal/seal-audit';
import { log } from '@/lib/base/log';
import { deskForTest, expense } from '@/tests/support/desk';
import { runScript, type Ended } from '@/tests/support/program';

/** Runs the command with the app's configuration: the database URL and these tests' secret. */
function run(url: string, args: string[] = [], more: Record<string, string> = {}): Promise<Ended> {
  const env = {
    ...process.env,
    DATABASE_URL: url,
    DATA_DIR: path.dirname(url.slice('file:'.length)),
    ...more,
  };
  return runScript('audit-verify', args, env);
}

it('passes an intact log, and names the first fault of a changed one', async () => {
  vi.spyOn(log, 'info').mockImplementation(() => undefined);
  const desk = await deskForTest();
  await desk.request('expense-report', expense());
  await sealAudit(desk.as('system'));
  await desk.request('expense-report', expense(12));
  const sound = await run(desk.url, ['--json']);
  expect(sound).toMatchObject({ code: 0, err: '' });
  const report = JSON.parse(sound.out);
  expect(report).toMatchObject({
    intact: 3,
    head: { seq: 3 },
    unsealed: { events: 3 },
    faultCount: 0,
    faults: [],
  });
  const anchor = `3:${report.head.hash}`;
  const anchored = await run(desk.url, ['--anchor', anchor]);
  expect(anchored.code).toBe(0);
  expect(anchored.out).toContain(`The audit log is as it was sealed: 3 events.\nHead: ${anchor}, sealed `);
  expect(anchored.out).toContain('Not sealed yet: 3 events, the oldest of 2');

  await desk.db.run(sql`drop trigger audit_events_update`);
  await desk.db.run(sql`update audit_events set actor_name = 'Eve' where seq = 2`);
  const found = await run(desk.url, ['--anchor', '3:other']);
  expect(found).toMatchObject({ code: 1, err: '' });
  expect(found.out).toMatch(
    /^FAULT {4}event 2 was changed after it was sealed, or its seal was\.\nFAULT {4}event 3 has another seal than the anchor says.*\n2 faults, the first at event 2; 2 events as sealed\.\n/,
  );

  const other = await run(desk.url, ['--json'], {
    AUDIT_SECRET: 'another-secret-of-at-least-32-characters',
  });
  expect(other.code).toBe(1);
  expect(JSON.parse(other.out).faults[0]).toEqual({ seq: 1, kind: 'key_unknown', after: null });
});

it('creates nothing where there is nothing, and says what it cannot do', async () => {
  const { url } = await deskForTest();
  const dir = path.dirname(url.slice('file:'.length));
  const [odd, none, refused] = await Promise.all([
    run(url, ['--anchor', 'last']),
    run(`file:${dir}/none/app.db`, ['--json']),
    run(url, [], { NODE_ENV: 'production', AUTH_SECRET: '' }),
  ]);
  expect(odd).toMatchObject({ code: 2, out: '', err: 'The anchor last is not of the form <seq>:<seal>.\n' });
  expect(none).toMatchObject({
    code: 0,
    err: `There is no audit log of Countersign at ${dir}/none/app.db yet.\n`,
  });
  expect(JSON.parse(none.out)).toMatchObject({ head: null, faultCount: 0 });
  expect(refused).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('AUTH_SECRET: is needed in production'),
  });
  expect(await readdir(dir)).not.toContain('none');
});
