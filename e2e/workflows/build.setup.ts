import { test } from '@playwright/test';
import { ensureTestBuild } from '@/tests/support/test-build';

test('the app builds with more workflows in its list', async () => {
  test.setTimeout(600_000);
  await ensureTestBuild();
});
