import { expect, it } from 'vitest';
import { users } from '@/db/schema';
import { databaseForTest } from '@/tests/support/database';
import { runScript, type Ended } from '@/tests/support/program';

/** Runs the command as a person would, with the password on standard input. */
function createAdmin(url: string, dataDir: string, args: string[], password = ''): Promise<Ended> {
  const env = { ...process.env, NODE_ENV: 'development' as const, DATABASE_URL: url, DATA_DIR: dataDir };
  return runScript('create-admin', args, env, `${password}\n`);
}

const args = ['--email', 'first@admin.test', '--name', 'First Admin'];

it('creates an administrator once, on a database it migrates first, and never shows the password', async () => {
  const { db, url, dir } = await databaseForTest();
  const made = await createAdmin(url, dir, args, 'a-long-password');
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(/^First Admin \(first@admin\.test\) is an administrator now, and can sign in at /);
  expect(made.out).not.toContain('a-long-password');
  expect(await db.select().from(users)).toMatchObject([
    { email: 'first@admin.test', role: 'requester,operator,admin' },
  ]);

  const again = await createAdmin(url, dir, args, 'a-long-password');
  expect(again).toEqual({
    code: 1,
    out: '',
    err: 'Somebody already has the email first@admin.test.\n',
  });

  const fresh = await createAdmin(`file:${dir}/fresh/app.db`, dir, args, 'a-long-password');
  expect(fresh).toMatchObject({ code: 0, err: '' });
});

it('says in a sentence what is missing or too weak', async () => {
  const { db, url, dir } = await databaseForTest();
  const [weak, nameless] = await Promise.all([
    createAdmin(url, dir, args, 'short'),
    createAdmin(url, dir, ['--email', 'a@b.test']),
  ]);
  expect(weak).toEqual({ code: 1, out: '', err: 'The password must have at least 12 characters.\n' });
  expect(nameless).toEqual({
    code: 1,
    out: '',
    err: '--name is needed.\nTry: npm run create-admin -- --help\n',
  });
  expect(await db.select().from(users)).toEqual([]);
});
