import { ensureTestBuild } from '@/tests/support/test-build';

/** Before the tests, and without their limits of time: a build takes as long as the machine needs. */
export default async function setup(): Promise<void> {
  await ensureTestBuild();
}
