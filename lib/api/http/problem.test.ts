import { drizzle } from 'drizzle-orm/libsql';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as schema from '@/db/schema';
import { openClient } from '@/db/client';
import { log } from '@/lib/base/log';
import { databaseForTest } from '@/tests/support/database';
import { problem } from './problem';

const now = new Date();
const team = (id: string) => ({ id, name: id, createdAt: now });

test('a database that another process holds is "unavailable, try again"', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const { url, db: other } = await databaseForTest();
  const client = openClient({ url, timeout: 20 });
  onTestFinished(() => client.close());
  const db = drizzle(client, { schema });
  const holding = await other.$client.transaction('write');
  const write = (id: string) =>
    db.batch([db.insert(schema.groups).values(team(id)), db.insert(schema.groups).values(team(`${id}-2`))]);
  const busy: unknown = await write('first').catch((error: unknown) => error);
  const answer = problem(busy, 'request-1');
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
    503,
    '5',
    expect.objectContaining({ code: 'unavailable', requestId: 'request-1' }),
  ]);
  await holding.rollback();
});

test('an unexpected error is reported without its text', async () => {
  const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const answer = problem(new Error('password=hunter2'), 'request-2');
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('hunter2');
  expect(logged).toHaveBeenCalledOnce();
});
