import { expect, test, vi } from 'vitest';
import { FencedStore } from './fence';
import { openSnapshots } from './stored-snapshots';

test('closes a store whose snapshots cannot be listed', async () => {
  const close = vi.spyOn(FencedStore.prototype, 'close');
  await expect(openSnapshots({ kind: 'memory' })).rejects.toThrow('another process');
  expect(close).toHaveBeenCalledOnce();
  close.mockRestore();
});
