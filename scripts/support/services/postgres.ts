import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { ensureProgram, findProgram } from '../programs';
import { freePort } from '../ports';
import { startService, type Service } from './service';

export type Postgres = Service & { url: string };

const account = 'countersign';
const password = 'countersign-test';

/** Debian keeps the server's programs off the PATH, in a folder per version. */
export const findPostgres = () =>
  findProgram('postgres', globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed());

/** Postgres refuses to run as root; Debian's package comes with an account for it. */
async function owner(folder: string): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout),
  );
  await chown(folder, uid ?? 0, gid ?? 0);
  return 'postgres';
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } finally {
    await client.end();
  }
}

/** Starts a Postgres with one empty database, in a temporary folder that is removed when it stops. */
export async function startPostgres(
  say: (line: string) => void = () => undefined,
  port?: number,
): Promise<Postgres> {
  const program = ensureProgram('Postgres', 'postgresql', findPostgres, say);
  const home = await mkdtemp(path.join(os.tmpdir(), 'countersign-postgres-'));
  const user = await owner(home);
  const [folder, passwordFile] = [path.join(home, 'data'), path.join(home, 'password')];
  await writeFile(passwordFile, password, { mode: 0o644 });
  const initdb = path.join(path.dirname(program), 'initdb');
  const args = [
    '-D',
    folder,
    '-U',
    account,
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '-E',
    'UTF8',
    '--locale',
    'C',
    '--no-sync',
  ];
  const made =
    user === undefined
      ? spawnSync(initdb, args, { cwd: '/' })
      : spawnSync('setpriv', ['--reuid', user, '--regid', user, '--init-groups', '--', initdb, ...args], {
          cwd: '/',
        });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? String(made.stderr)}`);
  const at = port ?? (await freePort());
  const url = `postgres://${account}:${password}@127.0.0.1:${at}/postgres`;
  const service = await startService(
    {
      program,
      args: ['-D', folder, '-p', String(at), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'],
      user,
    },
    () => answers(url),
  );
  return {
    url,
    stop: async () => {
      await service.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
