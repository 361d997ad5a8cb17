import { expect, test, vi } from 'vitest';
import { log } from '@/lib/base/log';
import { deskForTest } from '@/tests/support/desk';
import { tellWritten } from './tell-written';

test('logs everything that failed when neither people nor webhooks can be told', async () => {
  const { db } = await deskForTest();
  const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  await tellWritten(new Set(['task.opened']));
  expect(logged).not.toHaveBeenCalled();
  db.$client.close();
  await tellWritten(new Set(['task.opened']));
  expect(logged).toHaveBeenCalledTimes(2);
  logged.mockRestore();
});
