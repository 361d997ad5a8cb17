import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { expect, onTestFinished, test } from 'vitest';
import { openClient } from '@/db/client';
import { environment, root } from './other-process';
import { appDatabases, contentsOf, onEach } from './places';
import { program } from '@/tests/support/program';

/** A server that has loaded all its code and boots when told to. */
async function instance(env: Record<string, string>) {
  const child = spawn(process.execPath, [program('tests/stores/boot-process.ts'), '--wait'], {
    cwd: root,
    env: environment(env),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  return async () => {
    const told = performance.now();
    child.stdin.write('go\n');
    await once(child, 'exit');
    return { code: child.exitCode, ms: performance.now() - told };
  };
}

const middle = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

onEach('starting', { 'remote LibSQL': appDatabases.remote! }, (place) => {
  // Loading the code eight times is slow; booting is not.
  test.for([1, 8])(
    '%i at once on an empty database: none fails, and everything is made once',
    async (count, { task: { meta } }) => {
      const source = await place();
      const instances = await Promise.all(
        Array.from({ length: count }, () =>
          instance({ DATABASE_URL: source.url, DATABASE_AUTH_TOKEN: source.authToken ?? '' }),
        ),
      );
      const started = await Promise.all(instances.map((start) => start()));
      expect(started.map(({ code }) => code)).toEqual(Array.from({ length: count }, () => 0));
      const times = started.map(({ ms }) => Math.round(ms));
      meta.measured = `${count} at once on an empty database: ${middle(times)} ms in the middle, ${Math.max(...times)} ms the slowest`;
      const client = openClient(source);
      onTestFinished(() => client.close());
      const { rows } = await client.execute('select hash from __drizzle_migrations order by created_at');
      expect(rows.map(({ hash }) => hash)).toEqual(
        readMigrationFiles({ migrationsFolder: 'db/migrations' }).map(({ hash }) => hash),
      );
      expect(
        (await contentsOf({ kind: 'libsql', url: source.url, authToken: source.authToken })).filter((name) =>
          /^(mastra|countersign)_/.test(name),
        ),
      ).toEqual(['countersign_fences', 'mastra_workflow_snapshot']);
    },
  );
});
