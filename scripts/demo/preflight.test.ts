import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isMigrated } from '@/db/migrate';
import { databaseForTest, type TestDatabase } from '@/tests/support/database';
import { freePort } from '../support/ports';
import { preflight, PreflightError, readPort } from './preflight';

let database: TestDatabase;
let port: number;

beforeEach(async () => {
  database = await databaseForTest();
  port = await freePort();
});

const refusal = (...given: Parameters<typeof preflight>) =>
  preflight(...given).then(
    () => 'passed',
    (error: unknown) => (error instanceof PreflightError ? error.message : error),
  );

describe('readPort', () => {
  it('is 3000 unless PORT says otherwise', () => {
    expect([readPort(undefined), readPort(''), readPort('8080')]).toEqual([3000, 3000, 8080]);
  });

  it.each(['0', '65536', '-1', '3000.5', 'http'])('refuses %s', (given) => {
    expect(() => readPort(given)).toThrow(
      new PreflightError(`PORT must be a number from 1 to 65535, and it is "${given}".`),
    );
  });
});

describe('preflight', () => {
  it('passes on a free port with a new folder, and leaves only the database there', async () => {
    const dataDir = path.join(database.dir, 'new/demo');
    expect(await refusal(port, dataDir)).toBe('passed');
    expect((await readdir(dataDir)).filter((file) => !file.startsWith('app.db'))).toEqual([]);
  });

  it('passes again on existing data', async () => {
    expect(await refusal(port, database.dir)).toBe('passed');
    expect(await isMigrated(database.db)).toBe(true);
  });

  it.each(['127.0.0.1', '0.0.0.0'])('reports a port taken by a program on %s', async (host) => {
    const other = createServer().listen(port, host);
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    expect(await refusal(port, database.dir)).toBe(
      `Port ${port} is taken by another program; stop it, or choose another, such as: PORT=3000 npm run demo`,
    );
  });

  it('reports a folder that cannot be written', async () => {
    const file = path.join(database.dir, 'file');
    await writeFile(file, '');
    const dataDir = path.join(file, 'demo');
    expect(await refusal(port, dataDir)).toBe(
      `The demo cannot write to ${dataDir} (ENOTDIR); give it another folder, such as: DATA_DIR=/tmp/countersign npm run demo`,
    );
  });

  it('reports a database made by a newer version', async () => {
    await database.db.run(sql`update __drizzle_migrations set created_at = created_at + 1`);
    expect(await refusal(port, database.dir)).toMatch(
      /^The database at .+app\.db was made by a newer version of Countersign; .+\.$/,
    );
  });

  it('reports a file that is not a database', async () => {
    const dir = path.join(database.dir, 'foreign');
    await mkdir(dir);
    await writeFile(
      path.join(dir, 'app.db'),
      'not a database, and longer than the header of one would be: '.repeat(20),
    );
    expect(await refusal(port, dir)).toMatch(/^The app database at .+app\.db cannot be used: .+\.$/);
  });
});
