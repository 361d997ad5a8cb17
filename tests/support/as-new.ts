import type * as NextServer from 'next/server';
import { vi } from 'vitest';

/**
 * Test files share a process, because loading the engine takes longer than most of them run. Each starts
 * clean: without the database, settings or work of the file before.
 */
for (const name of Object.keys(globalThis))
  if (name.startsWith('countersign')) Reflect.deleteProperty(globalThis, name);

vi.mock('next/server', async (original) => {
  const [next, { afterOr }] = [await original<typeof NextServer>(), await import('./after-answer')];
  return { ...next, after: afterOr(next.after) };
});
