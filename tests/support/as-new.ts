import type * as NextServer from 'next/server';
import { vi } from 'vitest';

/**
 * Test files share a process, since loading the engine takes longer than most of them run. Each finds the process as a
 * new one: without the database, the settings or the work that the file before has left.
 */
for (const name of Object.keys(globalThis))
  if (name.startsWith('countersign')) Reflect.deleteProperty(globalThis, name);

vi.mock('next/server', async (original) => {
  const [next, { afterOr }] = [await original<typeof NextServer>(), await import('./after-answer')];
  return { ...next, after: afterOr(next.after) };
});
