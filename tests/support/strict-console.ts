import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

/**
 * A stray console.error or console.warn fails the test it happens in.
 * A test that expects one spies on it (`vi.spyOn(console, 'error').mockImplementation(…)`).
 */
const complaints: string[] = [];

for (const level of ['error', 'warn'] as const) {
  console[level] = (...values: unknown[]) => {
    complaints.push(`console.${level}: ${format(...values)}`);
  };
}

beforeEach(() => throwComplaints('before this test'));
afterEach(() => throwComplaints('during this test'));

function throwComplaints(when: string): void {
  const found = complaints.splice(0);
  if (found.length > 0)
    throw new Error(`Nothing may be written to the console ${when}:\n${found.join('\n')}`);
}
