import { ensureTestBuild } from '@/tests/support/test-build';

/** Runs before the tests, outside their time limits, because a build takes as long as the machine needs. */
export default async function setup(): Promise<void> {
  await ensureTestBuild();
}
