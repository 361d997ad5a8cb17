import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openClient } from '@/db/client';
import { deskForTest, expense } from '@/tests/support/desk';
import { runScript, type Ended } from '@/tests/support/program';
import { storeOf } from './support/store-argument';

function run(dir: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const { AUTH_SECRET: _, ...rest } = process.env;
  return runScript('store-copy', args, { ...rest, NODE_ENV: 'production', DATA_DIR: dir, ...env });
}

it('copies waiting runs to a store named by URL or variables, and reports counts and what it left alone', async () => {
  const desk = await deskForTest();
  const dir = path.dirname(desk.url.slice('file:'.length));
  const first = await desk.request('expense-report', expense());
  await desk.request('expense-report', expense(70));
  const target = `file:${path.join(dir, 'other.db')}`;
  const byUrl = ['--from', 'libsql', '--to', target];
  expect(await run(dir, [...byUrl, '--dry-run'])).toMatchObject({
    code: 0,
    out: 'It would be: 2 runs (2 snapshots), 2 copied.\n',
  });
  expect(await run(dir, byUrl)).toMatchObject({
    code: 0,
    out: '2 runs (2 snapshots), 2 copied.\n',
    err: `From ${path.join(dir, 'workflows.db')} to ${path.join(dir, 'other.db')}\n`,
  });
  const again = await run(dir, ['--from', 'libsql', '--to', 'libsql', '--json'], {
    TO_WORKFLOW_DATABASE_URL: target,
  });
  expect(again.code).toBe(0);
  expect(JSON.parse(again.out)).toEqual({
    runs: 2,
    snapshots: 2,
    copied: 0,
    updated: 0,
    same: 2,
    conflict: 0,
    busy: 0,
    failed: 0,
  });

  const client = openClient({ url: target });
  await client.batch([
    {
      sql: "update mastra_workflow_snapshot set snapshot = jsonb_set(snapshot, '$.status', 'running') where run_id = ?",
      args: [first],
    },
    { sql: 'update countersign_fences set token = token + 1 where run_id = ?', args: [first] },
  ]);
  client.close();
  expect(await run(dir, byUrl)).toMatchObject({
    code: 1,
    out: '2 runs (2 snapshots), 1 same, 1 conflict.\n',
    err: expect.stringContaining(`conflict: run ${first}: it was driven there after it was driven here`),
  });

  const damaged = openClient({ url: `file:${path.join(dir, 'workflows.db')}` });
  await damaged.execute({
    sql: "update mastra_workflow_snapshot set snapshot = x'ff00' where run_id = ?",
    args: [first],
  });
  damaged.close();
  expect(await run(dir, byUrl)).toMatchObject({
    code: 1,
    out: '2 runs (1 snapshot), 1 same, 1 failed.\n',
    err: expect.stringContaining(`failed: run ${first}: `),
  });
});

it('says what it cannot do, in sentences and without secrets', async () => {
  const { url } = await deskForTest();
  const dir = path.dirname(url.slice('file:'.length));
  const [half, odd, secret, itself, none] = await Promise.all([
    run(dir, ['--from', 'libsql']),
    run(dir, ['--from', 'libsql', '--to', 'mysql']),
    run(dir, ['--from', 'libsql', '--to', 'postgres://desk:hunter2-secret@db.example.com/desk']),
    run(dir, ['--from', 'libsql', '--to', `file:${path.join(dir, 'workflows.db')}`]),
    run(dir, ['--from', `file:${path.join(dir, 'none.db')}`, '--to', 'libsql']),
  ]);
  expect([half, odd, secret, itself, none].map(({ code, out }) => [code, out])).toEqual(
    Array.from({ length: 5 }, () => [2, '']),
  );
  expect(half.err).toContain('--from and --to are needed');
  expect(odd.err).toContain('"mysql" is no store');
  expect(secret.err).toContain('TO_POSTGRES_URL');
  expect(secret.err).not.toContain('hunter2');
  expect(itself.err).toContain('Both are the store at');
  expect(none.err).toContain('There is no file');
  expect(existsSync(path.join(dir, 'none.db'))).toBe(false);
  const [away, noDesk] = await Promise.all([
    run(dir, ['--from', 'postgres', '--to', 'libsql'], {
      FROM_POSTGRES_URL: 'postgres://desk:hunter2-secret@127.0.0.1:1/desk',
    }),
    run(path.join(dir, 'elsewhere'), ['--from', 'libsql', '--to', `file:${path.join(dir, 'other.db')}`], {
      WORKFLOW_DATABASE_URL: url,
    }),
  ]);
  expect(away).toMatchObject({
    code: 2,
    err: expect.stringContaining(
      'The store at 127.0.0.1:1/desk (schema countersign) cannot be used: connect ECONNREFUSED',
    ),
  });
  expect(away.err).not.toContain('hunter2');
  expect(noDesk).toMatchObject({ code: 2, err: expect.stringContaining('There is no desk at') });
});

it('sends a token only to the server it was given for', () => {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    DATABASE_URL: 'libsql://desk.turso.io',
    DATABASE_AUTH_TOKEN: 'of-the-desk',
    POSTGRES_URL: 'postgres://db/desk',
    POSTGRES_SCHEMA: 'own',
    TO_WORKFLOW_DATABASE_AUTH_TOKEN: 'of-the-other',
  };
  expect(storeOf('libsql', 'FROM_', env)).toMatchObject({
    kind: 'libsql',
    url: 'libsql://desk.turso.io',
    authToken: 'of-the-desk',
  });
  expect(storeOf('libsql://other.turso.io', 'FROM_', env)).toMatchObject({
    kind: 'libsql',
    url: 'libsql://other.turso.io',
    authToken: undefined,
  });
  expect(storeOf('libsql://other.turso.io', 'TO_', env)).toMatchObject({
    kind: 'libsql',
    url: 'libsql://other.turso.io',
    authToken: 'of-the-other',
  });
  expect(storeOf('postgres', 'TO_', env)).toEqual({
    kind: 'postgres',
    url: 'postgres://db/desk',
    schema: 'own',
  });
  expect(storeOf('postgres', 'TO_', { ...env, TO_POSTGRES_URL: 'postgres://new/desk' })).toEqual({
    kind: 'postgres',
    url: 'postgres://new/desk',
    schema: 'countersign',
  });
  expect(storeOf('https://eu1.upstash.io', 'TO_', { ...env, TO_UPSTASH_REDIS_REST_TOKEN: 'redis' })).toEqual({
    kind: 'upstash',
    url: 'https://eu1.upstash.io',
    token: 'redis',
  });
});
