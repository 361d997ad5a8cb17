import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isMigrated } from '@/db/migrate';
import { databaseForTest, testDatabase } from './support/database';

describe('testDatabase', () => {
  it('is migrated, in write-ahead mode, and apart from every other copy', async () => {
    const one = await databaseForTest();
    const two = await databaseForTest();
    expect(await isMigrated(one.db)).toBe(true);
    expect(one.dir).not.toBe(two.dir);
    const mode = await one.db.$client.execute('pragma journal_mode');
    expect(mode.rows[0]?.journal_mode).toBe('wal');
    await one.db.$client.execute('create table mark (id integer)');
    const marks = await two.db.$client.execute("select name from sqlite_master where name = 'mark'");
    expect(marks.rows).toEqual([]);
  });

  it('leaves no file behind', async () => {
    const { dir, close } = await testDatabase();
    expect(existsSync(dir)).toBe(true);
    await close();
    expect(existsSync(dir)).toBe(false);
  });
});
